import ArgumentParser

struct IssuerCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "issuer",
        abstract: "The key that signs licenses day by day.",
        subcommands: [IssuerRotate.self])
}
