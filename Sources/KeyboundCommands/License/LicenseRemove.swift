import ArgumentParser
import CommandLineFront
import LicenseBinding
import LicenseStore

struct LicenseRemove: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "remove",
        abstract: "Take a license out of use; its file stays in the store's folder \"removed\".",
        discussion: "What a removed license replaced stays replaced.")

    @Argument(help: "The license ID.")
    var id: LicenseID

    @OptionGroup var store: StoreOptions
    @OptionGroup var output: OutputOptions

    func run() throws {
        let store = try store.store()
        let paths = StoreContents(of: store).paths(of: id)
        guard !paths.isEmpty else { throw StoreError.noLicense(id) }
        var kept = ""
        // Copies in a store that this user only reads come last, and end it with an error.
        for path in paths { kept = try store.remove(id, at: path) }
        guard !output.json else {
            return Console.print(JSONObject(["removed": .string("\(id)"), "file": .string(kept)]))
        }
        Console.print("Removed \(id). To bring it back: keybound license install \(kept)")
    }
}
