import ArgumentParser
import CenterClient
import CenterProtocol
import CommandLineFront
import FileSystem
import Foundation
import HTTPAsking
import LicenseBinding
import LicenseStore
import VerdictText

/// What commands that ask a center have in common, whatever way they ask it: this site, and what becomes of the answer.
struct SiteTask {
    /// A list of what is withdrawn is asked for anew so long before it is to be renewed.
    private static let renewal: TimeInterval = 3 * 86400

    private let store: StoreOptions
    private let machine: MachineOptions
    let output: OutputOptions
    let site: Site

    init(_ store: StoreOptions, _ machine: MachineOptions, _ output: OutputOptions) throws {
        self.store = store
        self.machine = machine
        self.output = output
        site = try Site(store, machine)
        guard !site.trust.publishers.isEmpty else {
            throw CommandFailure("no publisher is trusted yet: keybound publisher add FILE")
        }
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

    /// The kit that a license here is of.
    func registration(of license: LicenseID) throws -> RegistrationNumber {
        let (_, signed) = try site.contents.license(license)
        guard let registration = signed.kit.flatMap({ RegistrationNumber($0) }) else {
            throw CommandFailure(
                "\(license) was not given by a licensing center: its publisher binds it otherwise")
        }
        return registration
    }

    /// What a license is to be bound to.
    /// - Parameter seatServer: who is to say that a key is there which signs nothing.
    func binding(
        _ mode: Binding.Mode, _ keys: [ProposedKey], seatServer: VerifyingKey? = nil
    ) throws -> ProposedBinding {
        ProposedBinding(
            mode: mode, keys: keys, machine: mode.hasMachine ? try proposedMachine() : nil,
            seatServer: seatServer)
    }

    /// This computer, with its own key.
    func proposedMachine() throws -> ProposedMachine {
        try ensureToldApart()
        return ProposedMachine(
            site.machine, deviceKey: try StoredKey.device(of: site.store).publicKey)
    }

    /// This site as it is now.
    func fresh() throws -> Site { try Site(store, machine) }

    /// The center that a publisher names in its catalog.
    /// - Parameter root: its root, if it is not the only one that is trusted.
    func publishedCenter(of root: String?) throws -> ServerAddress? {
        let roots = site.trust.publishers.map(\.key.thumbprint)
        guard let root = root ?? (roots.count == 1 ? roots[0] : nil) else { return nil }
        var reader = site.trust.reader
        return site.store.catalog(of: root, readBy: &reader).newest?.center
            .flatMap { ServerAddress($0) }
    }

    /// Makes sure that there is something of this computer to bind a license to.
    func ensureToldApart() throws {
        guard site.machine.tellsComputersApart else {
            throw CommandFailure(
                "too little is known of this computer to tell it from others: keybound machine show; a key can be bound: "
                    + "--bind key:ID")
        }
    }

    /// Tells what the center has refused.
    /// - Returns: what ends the command.
    func told(_ problem: CenterProblem) -> ExitCode {
        if output.json {
            Console.print(JSONObject(["refused": .object(problem.json)]))
        } else {
            Console.print(Tone.bad("refused") + ": \(problem.code)")
            Console.print(problem.detail.printable)
        }
        return .refused
    }

    /// A license that the center has given, and what it says besides.
    struct Given {
        let license: SignedLicense
        let notes: [String]
        let pin: LicenseGrant.Place?
        let decisions: [Decision]
        /// The license that was asked for.
        let asked: LicenseID
    }

    /// Installs what the center has given.
    /// - Parameter asked: the license that was asked for, if it was one.
    func install(_ body: [UInt8], for asked: LicenseID? = nil) throws -> Given {
        let grant = try parsed { () throws(Defect) in try LicenseGrant(parsing: body) }
        let file = Array(grant.license.utf8)
        let license = try read { reader throws(Refusal) in try reader.license(file) }
        let snapshot = MachineSnapshot(of: site.machine, taken: site.moment.time)
        _ = try site.store.install(license.license, file: file, on: snapshot)
        try keep(grant.revocations)
        putAwayEndedPhoneLicenses()
        return Given(
            license: license, notes: grant.notes + [license.seatNote].compactMap(\.self),
            pin: grant.pin,
            decisions: try take(grant.tickets), asked: asked ?? license.id)
    }

    /// Takes what the center has given for a request that waited for it.
    /// - Returns: the license, if it is one.
    @discardableResult
    func finish(_ waiting: SiteRequests.Waiting, _ body: [UInt8]) async throws -> SignedLicense? {
        guard waiting.path != CenterPath.tickets else {
            try finish(ticket: body)
            return nil
        }
        let given = try install(body)
        if let place = given.pin {
            PINLedger(in: site.store).used(place, endingIn: waiting.pinEnd, at: site.moment.time)
        }
        Licensees(in: site.store).remember(of: waiting.request)
        try await tell([given])
        SiteRequests(in: site.store).end(waiting.name)
        return given.license
    }

    /// What the center has said.
    func parsed<Value>(_ parse: () throws(Defect) -> Value) throws -> Value {
        do throws(Defect) {
            return try parse()
        } catch {
            throw CommandFailure("the center's answer cannot be read: \(error.text)")
        }
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
                "what the center gave is not by a publisher that is trusted here: "
                    + "\(text.code): \(text.found)")
        }
    }

    /// Tells what is installed now, and the verdicts on it.
    /// - Parameter more: further members for a script.
    func tell(_ given: [Given], adding more: JSONObject = JSONObject()) async throws {
        // The store as it is now, with the new list.
        let site = try fresh()
        try await site.ask(for: given.map(\.license))
        let answers = try given.map { given in
            let (path, _) = try site.contents.license(given.license.id)
            return LicenseAnswer(given.license, path, site.verdict(on: given.license))
        }
        guard !output.json else {
            Console.print(Self.json(given, answers).adding(more))
            return settle(given.flatMap(\.decisions))
        }
        for (given, answer) in zip(given, answers) {
            for note in given.notes { Console.print(note.printable) }
            tell(given.decisions)
            settle(given.decisions)
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
        let decisions = given.flatMap(\.decisions).map { JSONValue.object($0.json) }
        let others = all.count > 1 ? JSONValue.array(all.map { .object($0) }) : nil
        return (all.first ?? JSONObject()).adding(
            JSONObject([
                "all": others, "tickets": decisions.isEmpty ? nil : .array(decisions),
            ]))
    }
}

extension License {
    /// What is to be known of seats by keys that sign nothing.
    fileprivate var seatNote: String? {
        guard hasSeats, binding.signsNothing else { return nil }
        guard let server = binding.seatServer else {
            return
                "Its key signs nothing, and no seat server of this computer answered: the license has no seats. Start the "
                + "daemon, and recover the license here: keybound license activate --operation recovery --unchanged"
        }
        return "Its seats are those of the seat server \(server.thumbprint) alone."
    }
}
