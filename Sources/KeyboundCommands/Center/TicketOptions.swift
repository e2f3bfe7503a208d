import ArgumentParser
import CenterProtocol

/// What a person tells the publisher who is asked to decide something.
struct TicketOptions: ParsableArguments {
    @Option(help: ArgumentHelp("Why it is needed.", valueName: "text"))
    var reason: String?

    @Option(
        help: ArgumentHelp("How the publisher reaches you: a mail address.", valueName: "text"))
    var contact: String?

    @Option(
        help: ArgumentHelp(
            "Whom the kit was sold to. Default: what was given before for this kit.",
            valueName: "file"))
    var licenseeFile: String?

    @Flag(help: "There is no sheet of PINs here, and nobody knows whom the kit was sold to.")
    var withoutPin = false

    @Option(
        help: ArgumentHelp(
            "The kit is to be another licensee's: whose, as --licensee-file.", valueName: "file"))
    var transferTo: String?

    var kind: TicketRequest.Kind {
        if withoutPin { return .help }
        return transferTo == nil ? .additionalPIN : .transfer
    }

    func validate() throws {
        guard reason.map({ 1...TicketRequest.longestReason ~= $0.utf8.count }) ?? true else {
            throw ValidationError(
                "--reason has from 1 to \(TicketRequest.longestReason) characters")
        }
        guard !withoutPin || transferTo == nil else {
            throw ValidationError("--transfer-to needs a PIN of the kit")
        }
    }
}
