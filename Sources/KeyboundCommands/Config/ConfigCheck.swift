import ArgumentParser
import CommandLineFront
import LicenseBinding
import VerdictText

struct ConfigCheck: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check",
        abstract: "Tell which settings hold and where each comes from, or what is wrong with them.",
        discussion: "Flags of keybound serve hold over the environment, and that over the file.")

    @Argument(
        help: ArgumentHelp(
            "The settings file; by default \(SettingsFile.standard), which need not be there.",
            valueName: "file"))
    var file: String?

    @OptionGroup var output: OutputOptions

    func run() async throws {
        let settings = try await SiteSettings(file: file)
        _ = try settings.agent()
        try settings.checkSeats()
        _ = try settings.logLevel()
        let set = Setting.allCases.compactMap { name in settings.values[name].map { (name, $0) } }
        guard !output.json else {
            return Console.print(
                JSONObject([
                    "settings": .array(
                        set.map { name, value in
                            .object(
                                JSONObject([
                                    "name": .string(name.rawValue), "value": .string(value.text),
                                    "from": .string(value.origin.text),
                                ]))
                        })
                ]))
        }
        Console.table(
            [["SETTING", "VALUE", "FROM", "WHAT IT IS"]]
                + set.map { name, value in
                    [name.rawValue, value.text, value.origin.text, name.explanation]
                        .map(\.printable)
                })
    }
}
