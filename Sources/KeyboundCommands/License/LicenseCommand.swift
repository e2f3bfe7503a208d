import ArgumentParser
import LicenseBinding

struct LicenseCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "license",
        abstract: "The licenses of this computer.",
        subcommands: [
            LicenseInstall.self, LicenseList.self, LicenseShow.self, LicenseVerify.self,
            LicenseRemove.self, LicenseActivate.self, LicenseRecover.self, LicenseBind.self,
            LicenseAddSpare.self, LicensePromote.self, LicenseReplaceKey.self,
            LicenseEmergency.self, LicenseRequest.self, LicenseRespond.self,
            LicensePhoneAnswer.self, LicenseExchange.self,
        ],
        defaultSubcommand: LicenseList.self)
}

extension LicenseID: ExpressibleByArgument {
    package init?(argument: String) {
        self.init(argument)
    }
}
