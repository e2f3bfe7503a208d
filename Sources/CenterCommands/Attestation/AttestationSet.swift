import ArgumentParser
import CommandLineFront
import FileSystem
import KeyAttestation
import LicenseBinding

struct AttestationSet: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "set",
        abstract: "Say which FIDO2 keys are taken, in place of what was said before.",
        discussion: """
            Without options all are taken, keys in software too. Hand the decision out to sites \
            afterwards: keybound-center catalog export -o FILE
            """)

    /// The makers of the world's keys have some hundred roots.
    private static let limit = 4 * 1024 * 1024

    @Option(
        help: ArgumentHelp(
            "Certificates in PEM: a key is taken if one of them vouches for it; repeatable.",
            valueName: "file"))
    var roots: [String] = []

    @Option(
        help: ArgumentHelp(
            "A model that is taken, by its AAGUID; repeatable.", valueName: "aaguid"),
        transform: { text in
            guard let model = AAGUID(text) else {
                throw ValidationError("\(text) is no AAGUID")
            }
            return model
        })
    var model: [AAGUID] = []

    @OptionGroup var home: HomeOptions

    func run() throws {
        let home = try home.publisherHome()
        _ = try home.publisher()
        let policy = AttestationPolicy(
            roots: try trustedRoots(), models: model.isEmpty ? nil : Set(model))
        try home.set(policy)
        policy.tell()
        if policy.roots == nil, policy.models != nil {
            Console.note("A key in software can say that it is of any model, unless --roots vouch.")
        }
    }

    private func trustedRoots() throws -> TrustedRoots? {
        guard !roots.isEmpty else { return nil }
        var all: TrustedRoots?
        for file in roots {
            let bytes = try NamedFile.read(file, atMost: Self.limit)
            let (read, unreadable) = TrustedRoots.reading(String(decoding: bytes, as: UTF8.self))
            for problem in unreadable {
                let certificate =
                    problem.place == 0 ? "" : ", certificate \(problem.place), \(problem.name)"
                Console.note("left out: \(file)\(certificate): \(problem.reason)")
            }
            all = all?.adding(read) ?? read
        }
        guard let all, all.count > 0 else {
            throw CommandFailure("no certificate could be read, and nothing was changed")
        }
        return all
    }
}
