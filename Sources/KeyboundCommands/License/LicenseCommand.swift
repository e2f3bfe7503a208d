import ArgumentParser
import LicenseBinding

struct LicenseCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "license",
        abstract: "The licenses of this computer.",
        subcommands: [
            LicenseInstall.self, LicenseList.self, LicenseShow.self, LicenseVerify.self,
            LicenseRemove.self,
        ],
        defaultSubcommand: LicenseList.self)
}

extension LicenseID: ExpressibleByArgument {
    package init?(argument: String) {
        self.init(argument)
    }
}
