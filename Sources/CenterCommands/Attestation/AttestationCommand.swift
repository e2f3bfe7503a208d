import ArgumentParser

struct AttestationCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "attestation",
        abstract: "Which FIDO2 keys licenses may be bound to.",
        subcommands: [AttestationSet.self, AttestationShow.self],
        defaultSubcommand: AttestationShow.self)
}
