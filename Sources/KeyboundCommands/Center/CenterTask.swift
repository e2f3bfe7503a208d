import ArgumentParser
import CenterClient
import CenterProtocol
import CommandLineFront
import FileSystem
import LicenseBinding
import LicenseStore
import VerdictText

/// What commands that ask a center have in common: this site, the center, and what becomes of its answer.
struct CenterTask {
    let options: CenterOptions
    let store: StoreOptions
    let machine: MachineOptions
    let output: OutputOptions
    let site: Site
    let connection: CenterConnection

    init(
        _ options: CenterOptions, _ store: StoreOptions, _ machine: MachineOptions,
        _ output: OutputOptions
    ) throws {
        self.options = options
        self.store = store
        self.machine = machine
        self.output = output
        site = try Site(store, machine)
        guard !site.trust.publishers.isEmpty else {
            throw CommandFailure("no publisher is trusted yet: keybound publisher add FILE")
        }
        connection = try options.connection()
    }

    func head(_ registration: RegistrationNumber, id: RequestID = SiteRequests.newID())
        -> RequestHead
    {
        RequestHead(
            id: id, registration: registration, computer: CenterOptions.computer)
    }

    /// This computer, with its own key.
    func proposedMachine() throws -> ProposedMachine {
        ProposedMachine(site.machine, deviceKey: try DeviceKey(of: site.store).publicKey)
    }

    /// Sends a request.
    /// - Returns: the body of the answer; a refusal is told and ends the command.
    func post(_ path: String, _ request: JSONObject) async throws -> [UInt8] {
        do throws(CenterError) {
            return try await connection.post(path, request)
        } catch {
            guard case .refused(let problem) = error else {
                throw CommandFailure(error.text(at: options.center))
            }
            if output.json {
                Console.print(JSONObject(["refused": .object(problem.json)]))
            } else {
                Console.print(Tone.bad("refused") + ": \(problem.code)")
                Console.print(problem.detail.printable)
            }
            throw ExitCode.refused
        }
    }

    /// Sends a request that a PIN allows, under the ID that it had if it was begun before.
    func postOnce(
        _ path: String, _ name: String, withoutPIN request: (RequestID) -> JSONObject,
        whole: (RequestID) -> JSONObject
    ) async throws -> [UInt8] {
        let requests = SiteRequests(in: site.store)
        let id = try requests.begin(name, request(SiteRequests.newID()))
        let body = try await post(path, whole(id))
        requests.end(name)
        return body
    }

    /// Installs what the center has given, and tells the verdict on it.
    func install(_ body: [UInt8]) async throws {
        let grant: LicenseGrant
        do throws(Defect) {
            grant = try LicenseGrant(parsing: body)
        } catch {
            throw CommandFailure(CenterError.malformed(status: 200, error).text(at: options.center))
        }
        try keep(grant.revocations)
        let file = Array(grant.license.utf8)
        let license = try read { reader throws(Refusal) in try reader.license(file) }
        let snapshot = MachineSnapshot(of: site.machine, taken: site.moment.time)
        _ = try site.store.install(license.license, file: file, on: snapshot)
        for note in grant.notes where !output.json { Console.print(note.printable) }
        try await tell(license, grant.notes)
    }

    /// Keeps a list of what is withdrawn, if it is newer than the one that is known.
    func keep(_ revocations: String?) throws {
        guard let file = revocations.map({ Array($0.utf8) }) else { return }
        let list = try read { reader throws(Refusal) in try reader.revocations(file) }
        let known = site.trust.revocations[list.root]
        if let known, known.sequence > list.sequence { return }
        try site.store.keep(list, file: file, after: known)
    }

    private func read<Document>(
        _ work: (inout DocumentReader) throws(Refusal) -> Document
    ) throws -> Document {
        var reader = site.trust.reader
        do throws(Refusal) {
            return try work(&reader)
        } catch {
            let text = RefusalText(error)
            throw CommandFailure(
                "what the center at \(options.center.text) gave is not by a publisher that is trusted here: "
                    + "\(text.code): \(text.found)")
        }
    }

    private func tell(_ license: SignedLicense, _ notes: [String]) async throws {
        // The store as it is now, with the new list.
        let site = try Site(store, machine)
        let (path, _) = try site.contents.license(license.id)
        try await site.ask(for: [license])
        let answer = LicenseAnswer(license, path, site.verdict(on: license))
        guard !output.json else {
            return Console.print(
                JSONObject([
                    "license": .object(answer.json),
                    "supersedes": .strings(license.supersedes.map(\.description)),
                    "notes": .strings(notes),
                ]))
        }
        Console.print("Installed \(license.id) as \(path)")
        answer.print()
    }
}
