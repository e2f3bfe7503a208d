import ArgumentParser
import CommandLineFront
import FileSystem
import LicenseBinding
import LicenseStore
import VerdictText

struct PublisherAdd: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "add",
        abstract: "Trust a publisher, by the root that it hands out; or take its catalog.",
        discussion:
            "A catalog says which FIDO2 keys the publisher takes, and what is needed to be licensed by phone."
    )

    @Argument(help: "The publisher's root, publisher.jwk, or the catalog of one that is trusted.")
    var file: String

    @OptionGroup var store: StoreOptions
    @OptionGroup var output: OutputOptions

    func run() throws {
        let store = try store.store()
        let bytes = try NamedFile.read(file, atMost: DocumentType.catalog.limit)
        if DocumentType(claimedBy: bytes) == .catalog { return try keepCatalog(bytes, store) }
        let root = try read(bytes)
        let known = store.publishers().roots
        // An older file of the same root takes nothing away.
        let same = known.first { $0.key == root.key }
        if same == nil || root.sealing != nil && same != root { try store.trust(root) }
        guard !output.json else {
            return Console.print(JSONObject(["publishers": .array([.object(root.summary)])]))
        }
        let name = root.publisher.printable
        Console.print(
            same != nil
                ? "\(name) is trusted already." : "\(name) is trusted now: \(root.key.thumbprint)")
        if known.contains(where: { $0.publisher == root.publisher && $0.key != root.key }) {
            Console.note("Another root of \(name) is trusted as well: keybound publisher list")
        }
    }

    private func keepCatalog(_ bytes: [UInt8], _ store: LicenseStore) throws {
        var reader = StoreTrust(of: store).reader
        let catalog: SignedCatalog
        do throws(Refusal) {
            catalog = try reader.catalog(bytes)
        } catch {
            var report = Report(output)
            report.add(error, file: file)
            report.finish()
            throw ExitCode.refused
        }
        let (known, _) = store.catalog(of: catalog.root, readBy: &reader)
        let isNew = try store.keep(catalog, file: bytes, after: known)
        guard !output.json else {
            return Console.print(JSONObject(["catalog": .bool(isNew)]))
        }
        let name = catalog.publisher.printable
        let date = Timestamp.text(catalog.issuedAt)
        Console.print(
            isNew
                ? "The catalog of \(name) of \(date) is in force."
                : "A catalog of \(name) that is as new or newer is in force already.")
    }

    private func read(_ bytes: [UInt8]) throws -> PublisherRoot {
        do throws(Defect) {
            return try PublisherRoot(parsing: bytes)
        } catch {
            throw CommandFailure("\(file) is no publisher's root: \(error.text)")
        }
    }
}
