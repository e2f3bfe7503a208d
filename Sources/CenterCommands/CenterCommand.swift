package import ArgumentParser

/// The command `keybound-center`.
package struct CenterCommand: ParsableCommand {
    package static let configuration = CommandConfiguration(
        commandName: "keybound-center",
        abstract: "Issues licenses that are bound to a USB key or a machine.",
        discussion: "Exit codes: 0 done, 1 could not be done, 64 usage.",
        version: version,
        subcommands: [
            CenterInit.self, IssuerCommand.self, LicenseIssue.self, LicenseRebind.self,
            AttestationCommand.self, CatalogCommand.self, ProductCommand.self, KitCommand.self,
            PINCommand.self, LicenseCommand.self, AuditCommand.self, ServeCommand.self,
            ProcessCommand.self, PhoneCommand.self, PhoneKeyCommand.self, RequestCommand.self,
            OperatorCommand.self, BackupCommand.self,
            RestoreCommand.self, ReconcileCommand.self,
        ])

    static let version = "0.1.0"

    package init() {}
}
