import ArgumentParser
import CenterProtocol

/// How a request reaches the publisher.
enum ActivationChannel: String, CaseIterable, ExpressibleByArgument {
    /// At once.
    case network
    /// As a file that somebody carries.
    case file
    /// As digits that are read out.
    case phone
}

/// What a request by phone needs of the kit's sheet.
struct PhoneOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "By phone: the entitlement number of the workplace, as the kit's sheet has it.",
            valueName: "number"),
        transform: { text in
            guard let number = EntitlementNumber(text) else {
                throw ValidationError(
                    "\(text) is no entitlement number: expected 13 digits; one is wrong, or two are swapped"
                )
            }
            return number
        })
    var entitlement: EntitlementNumber?

    @Option(
        help: ArgumentHelp(
            "By phone: the terms code, as the kit's sheet has it.", valueName: "code"),
        transform: { text in
            guard let code = TermsCode(text) else {
                throw ValidationError(
                    "\(text) is no terms code: expected 6 digits; one is wrong, or two are swapped")
            }
            return code
        })
    var termsCode: TermsCode?

    @Flag(help: "By phone: make new digits, though the same was asked for before.")
    var anew = false

    var isNamed: Bool { entitlement != nil || termsCode != nil || anew }
}
