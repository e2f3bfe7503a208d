import ArgumentParser
import CenterClient
import CenterProtocol
import CommandLineFront
import FileSystem
import Foundation
import LicenseBinding
import LicenseStore
import VerdictText

/// What commands that ask a center have in common: this site, the center, and what becomes of its answer.
struct CenterTask {
    /// A list of what is withdrawn is asked for anew so long before it is to be renewed.
    private static let renewal: TimeInterval = 3 * 86400

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
            id: id, registration: registration, computer: CenterOptions.computer,
            revocationsKnown: revocationsKnown)
    }

    /// The number of the list of what is withdrawn that needs no renewal yet; nothing if it may be another publisher's.
    private var revocationsKnown: Int64? {
        guard site.trust.publishers.count == 1, let list = site.trust.revocations.values.first,
            let update = list.nextUpdate, update > site.moment.time + Self.renewal
        else { return nil }
        return list.sequence
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
            throw told(error)
        }
    }

    /// Sends a request that a PIN allows, under the ID that it had if it was begun before, and installs what it gives.
    func postOnce(
        _ path: String, _ name: String, withoutPIN request: (RequestID) -> JSONObject,
        whole: (RequestID) -> JSONObject
    ) async throws {
        let requests = SiteRequests(in: site.store)
        let id = try requests.begin(name, request(SiteRequests.newID()))
        let body: [UInt8]
        do throws(CenterError) {
            body = try await connection.post(path, whole(id))
        } catch {
            // What was refused for good has no answer that could come later.
            if case .refused(let problem) = error, problem.isFinal { requests.end(name) }
            throw told(error)
        }
        try await install(body)
        requests.end(name)
    }

    /// Tells why the center gave nothing.
    private func told(_ error: CenterError) -> any Error {
        guard case .refused(let problem) = error else {
            return CommandFailure(error.text(at: options.center))
        }
        if output.json {
            Console.print(JSONObject(["refused": .object(problem.json)]))
        } else {
            Console.print(Tone.bad("refused") + ": \(problem.code)")
            Console.print(problem.detail.printable)
        }
        return ExitCode.refused
    }

    /// A license that the center has given, and what it says besides.
    struct Given {
        let license: SignedLicense
        let notes: [String]
        /// The license that was asked for.
        let asked: LicenseID
    }

    /// Installs what the center has given, and tells the verdict on it.
    func install(_ body: [UInt8]) async throws {
        try await tell([install(body, for: nil)])
    }

    /// Installs what the center has given.
    /// - Parameter asked: the license that was asked for, if it was one.
    func install(_ body: [UInt8], for asked: LicenseID?) throws -> Given {
        let grant: LicenseGrant
        do throws(Defect) {
            grant = try LicenseGrant(parsing: body)
        } catch {
            throw CommandFailure(CenterError.malformed(status: 200, error).text(at: options.center))
        }
        let file = Array(grant.license.utf8)
        let license = try read { reader throws(Refusal) in try reader.license(file) }
        let snapshot = MachineSnapshot(of: site.machine, taken: site.moment.time)
        _ = try site.store.install(license.license, file: file, on: snapshot)
        try keep(grant.revocations)
        return Given(license: license, notes: grant.notes, asked: asked ?? license.id)
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

    /// Tells what is installed now, and the verdicts on it.
    func tell(_ given: [Given]) async throws {
        // The store as it is now, with the new list.
        let site = try Site(store, machine)
        try await site.ask(for: given.map(\.license))
        let answers = try given.map { given in
            let (path, _) = try site.contents.license(given.license.id)
            return LicenseAnswer(given.license, path, site.verdict(on: given.license))
        }
        guard !output.json else {
            return Console.print(Self.json(given, answers))
        }
        for (given, answer) in zip(given, answers) {
            for note in given.notes { Console.print(note.printable) }
            Console.print("Installed \(given.license.id) as \(answer.path)")
            answer.print()
        }
    }

    /// The first license, and all of them where there are several.
    private static func json(_ given: [Given], _ answers: [LicenseAnswer]) -> JSONObject {
        let all = zip(given, answers).map { given, answer in
            JSONObject([
                "license": .object(answer.json),
                "supersedes": .strings(given.license.supersedes.map(\.description)),
                "notes": .strings(given.notes),
            ])
        }
        let others = all.count > 1 ? JSONValue.array(all.map { .object($0) }) : nil
        return (all.first ?? JSONObject()).adding(JSONObject(["all": others]))
    }
}
