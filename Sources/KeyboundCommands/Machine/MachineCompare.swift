import ArgumentParser
import CommandLineFront
import LicenseBinding
import LicenseStore
import VerdictText

struct MachineCompare: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "compare",
        abstract: "Tell what changed on this computer since a license was bound or installed.")

    @Argument(help: "The license ID.")
    var id: LicenseID

    @OptionGroup var store: StoreOptions
    @OptionGroup var machine: MachineOptions
    @OptionGroup var output: OutputOptions

    func run() throws {
        let site = try Site(store, machine)
        let changes = try changes(site, site.contents.license(id).license)
        guard !output.json else {
            return Console.print(
                JSONObject(["license": .string("\(id)"), "changes": .array(changes.map(\.json))]))
        }
        if changes.isEmpty { Console.print("Nothing changed.") }
        for change in changes {
            Console.print((change.isLoss ? Tone.attention("- ") : "+ ") + change.text.printable)
        }
    }

    private func changes(_ site: Site, _ license: SignedLicense) throws -> [MachineChange] {
        let snapshot = site.store.snapshot(of: id)?.machine
        if let bound = license.binding.machine {
            return MachineComparison.changes(from: bound, to: site.machine, snapshot: snapshot)
        }
        guard let snapshot else {
            throw CommandFailure(
                "the computer that the license \(id) was installed on is not known to this user")
        }
        return MachineComparison.changes(from: snapshot, to: site.machine)
    }
}

extension MachineChange {
    fileprivate var json: JSONValue {
        .object(JSONObject(["text": .string(text), "loss": .bool(isLoss)]))
    }
}
