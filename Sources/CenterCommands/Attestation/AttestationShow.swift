import ArgumentParser
import CommandLineFront
import KeyAttestation
import LicenseBinding

struct AttestationShow: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show", abstract: "Tell which FIDO2 keys are taken.")

    @OptionGroup var home: HomeOptions

    func run() throws {
        try home.publisherHome().attestationPolicy().tell()
    }
}

extension AttestationPolicy {
    func tell() {
        if roots == nil, models == nil {
            return Console.print("All FIDO2 keys are taken, keys in software too.")
        }
        if let roots {
            Console.print("Keys are taken that one of \(roots.count) certificates vouches for.")
        }
        if let models {
            Console.print("Keys of these models are taken:")
            for model in models.map(\.description).sorted() { Console.print("  " + model) }
        }
    }
}
