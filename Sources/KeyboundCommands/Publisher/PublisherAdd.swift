import ArgumentParser
import CommandLineFront
import FileSystem
import LicenseBinding
import LicenseStore

struct PublisherAdd: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "add", abstract: "Trust a publisher, by the root that it hands out.")

    @Argument(help: "The publisher's root, publisher.jwk.")
    var file: String

    @OptionGroup var store: StoreOptions
    @OptionGroup var output: OutputOptions

    func run() throws {
        let root = try read()
        let store = try store.store()
        let known = store.publishers().roots
        if !known.contains(root) { try store.trust(root) }
        guard !output.json else {
            return Console.print(JSONObject(["publishers": .array([.object(root.summary)])]))
        }
        let name = root.publisher.printable
        Console.print(
            known.contains(root)
                ? "\(name) is trusted already." : "\(name) is trusted now: \(root.key.thumbprint)")
        if known.contains(where: { $0.publisher == root.publisher && $0 != root }) {
            Console.note("Another root of \(name) is trusted as well: keybound publisher list")
        }
    }

    private func read() throws -> PublisherRoot {
        let bytes = try NamedFile.read(file, atMost: LicenseStore.rootLimit)
        do throws(Defect) {
            return try PublisherRoot(parsing: bytes)
        } catch {
            throw CommandFailure("\(file) is no publisher's root: \(error.text)")
        }
    }
}
