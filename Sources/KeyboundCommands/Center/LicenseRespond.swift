import ArgumentParser
import CenterProtocol
import CommandLineFront
import FileSystem
import LicenseBinding
import LicenseStore
import VerdictText

struct LicenseRespond: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "respond",
        abstract: "Take the publisher's answer to a request that went as a file.",
        discussion: """
            Exit codes: 0 taken, 3 the publisher has refused, or it is no answer to what was asked here, 1 could not \
            be done.
            """)

    @Argument(help: "The answer: keybound-center process.")
    var file: String

    @Option(
        name: .shortAndLong,
        help: ArgumentHelp(
            "The new file of the second request, where a key had to know what to sign.",
            valueName: "file"))
    var output: String?

    @OptionGroup var store: StoreOptions
    @OptionGroup var machine: MachineOptions
    @OptionGroup var out: OutputOptions

    func run() async throws {
        let local = try SiteTask(store, machine, out)
        let bytes = try NamedFile.read(file, atMost: DocumentType.answer.limit)
        let (answer, root) = try answer(bytes, local)
        let requests = SiteRequests(in: local.site.store)
        guard answer.device == (try StoredKey.device(of: local.site.store).publicKey.thumbprint)
        else {
            throw refused("it is for another computer, or for another store of this one", local)
        }
        guard let waiting = requests.waiting(for: answer.request), waiting.path == answer.path,
            waiting.publisher == root
        else {
            throw refused(
                "no request of this ID waits here: its answer was taken already, or it was begun anew",
                local)
        }
        let body = answer.content.compactBytes
        guard !answer.isProblem else {
            let problem = try local.parsed { () throws(Defect) in
                let status = try Claims(answer.content).integer("status", in: 400...599)
                return try CenterProblem(parsing: body, status: Int(status ?? 409))
            }
            if problem.isFinal { requests.end(waiting.name) }
            throw local.told(problem)
        }
        switch answer.path {
        case CenterPath.pinQueries:
            try local.tellPINs(body)
            requests.end(waiting.name)
        case CenterPath.recoveryChallenges:
            try await goOn(waiting, body, local)
            requests.end(waiting.name)
        default: try await local.finish(waiting, body)
        }
    }

    private func answer(_ bytes: [UInt8], _ local: SiteTask) throws -> (FileAnswer, root: String) {
        var reader = local.site.trust.reader
        do throws(Refusal) {
            return try reader.answer(bytes)
        } catch {
            let text = RefusalText(error)
            throw refused("it is not as a trusted publisher has signed it: \(text.found)", local)
        }
    }

    private func refused(_ reason: String, _ local: SiteTask) -> any Error {
        local.told(
            CenterProblem(
                status: 400, code: "NO_ANSWER_TO_US",
                detail: "\(file) is not taken: \(reason). Nothing was changed."))
    }

    /// The second step: what is asked for, with the proof that it is ours.
    private func goOn(
        _ waiting: SiteRequests.Waiting, _ body: [UInt8], _ local: SiteTask
    ) async throws {
        guard let output else {
            throw CommandFailure(
                "this answer leads to a second request: name its new file by -o FILE")
        }
        guard let then = waiting.then,
            let registration = try Claims(waiting.request).string("registration")
                .flatMap({ RegistrationNumber($0) })
        else { throw CommandFailure("what was to be done with this answer is not known any more") }
        let prover = try AnchorProver(local, answering: body)
        let errand = try await local.second(Claims(then), registration, prover)
        try SealedPost(local, to: waiting.publisher).send(errand, as: output)
    }
}

extension SiteTask {
    /// What is asked for once a challenge is there, proven by what is here.
    fileprivate func second(
        _ then: Claims, _ registration: RegistrationNumber, _ prover: AnchorProver
    ) async throws -> Errand {
        let head = head(registration)
        let missing = CommandFailure(
            "nothing here proves that it is yours: plug in a FIDO2 key that the license is bound to"
        )
        if let license = try then.string("license").flatMap({ LicenseID($0) }) {
            let change = try parsed { () throws(Defect) in try BindingRequest.Change(then) }
            let part = try await prover.part(for: license) { _ in
                BindingRequest.asked(head: head, license: license, change: change)
            }
            guard let part else { throw missing }
            return Errand(
                path: CenterPath.bindings, name: "\(change.name.rawValue)-\(license)",
                registration: registration, id: head.id,
                BindingRequest(
                    head: head, license: license, change: change, authority: .anchor(part)
                ).json)
        }
        if try then.string("operation") == LicenseRequest.Operation.pins.rawValue {
            let proven = try await prover.provenByKeys {
                PINQuery.asked(registration: registration, license: $0)
            }.first
            guard let proven else { throw missing }
            let query = PINQuery(
                registration: registration, authority: .anchor(proven.license, proven.part))
            var json = query.json
            json["requestID"] = .string(head.id.description)
            return Errand(
                path: CenterPath.pinQueries, name: "pins-\(registration)",
                registration: registration, id: head.id, json)
        }
        let machine = try proposedMachine()
        let proven = try await prover.provenByKeys {
            RecoveryRequest.asked(head: head, license: $0, machine: machine)
        }.first { (try? site.contents.license($0.license)) == nil }
        guard let proven else { throw missing }
        let request = RecoveryRequest(
            head: head, license: proven.license, machine: machine, proven: proven.part)
        return Errand(
            path: CenterPath.recoveries, name: "recover-\(registration)",
            registration: registration, id: head.id, request.json)
    }
}

extension Errand {
    /// A request that was signed with its ID already.
    fileprivate init(
        path: String, name: String, registration: RegistrationNumber, id: RequestID,
        _ body: JSONObject
    ) {
        self.init(path: path, name: name, registration: registration, ownID: id) { _ in body }
    }
}
