import ArgumentParser
import CenterProtocol
import CommandLineFront
import LicenseBinding
import LicenseStore
import PhoneCodes

struct LicenseEmergency: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "emergency",
        abstract: "Get a license of some days for this computer at once, as the only key has died.",
        discussion: "It ends when the key is replaced: keybound license replace-key")

    @OptionGroup var center: CenterOptions

    @Option(
        help: "The registration number of the kit.",
        transform: { try RegistrationNumber.argument($0) })
    var registration: RegistrationNumber

    @Option(
        help: ArgumentHelp(
            "The file that holds a PIN of the kit, or - for standard input; not by phone.",
            valueName: "file"))
    var pinFile: String?

    @Option(help: "How the request reaches the publisher: over the network or by phone.")
    var channel = ActivationChannel.network

    @Option(
        help: ArgumentHelp(
            "By phone: whom the kit was sold to.",
            discussion: "Default: what was given before for this kit.", valueName: "file"))
    var licenseeFile: String?

    @OptionGroup var phone: PhoneOptions
    @OptionGroup var qr: QROptions

    @Option(
        help: ArgumentHelp(
            "By phone: whose center it is for, if several are trusted.", valueName: "name"))
    var publisher: String?

    @OptionGroup var store: StoreOptions
    @OptionGroup var machine: MachineOptions
    @OptionGroup var output: OutputOptions

    func validate() throws {
        switch channel {
        case .network:
            guard pinFile != nil else { throw ValidationError("--pin-file is missing") }
            guard !qr.isAsked, !phone.isNamed, publisher == nil, licenseeFile == nil else {
                throw ValidationError(
                    "--entitlement, --terms-code, --anew, --licensee-file, --publisher, --qr and --qr-file go with "
                        + "--channel phone"
                )
            }
        case .phone:
            guard pinFile == nil else {
                throw ValidationError("a PIN does not go with --channel phone: it is said by word")
            }
            guard !qr.qr || !output.json else { throw ValidationError(QROptions.notWithJSON) }
            guard center.center == nil else {
                throw ValidationError("--center does not go with --channel phone")
            }
            guard phone.entitlement != nil, phone.termsCode != nil else {
                throw ValidationError("--channel phone needs --entitlement and --terms-code")
            }
        case .file:
            throw ValidationError("as a file: keybound license request --operation emergency")
        }
    }

    func run() async throws {
        let local = try SiteTask(store, machine, output)
        if let pin = try PINOptions.pin(in: pinFile), channel == .network {
            return try await CenterTask(center, local).run(
                .emergency(local, registration, pin))
        }
        guard let entitlement = phone.entitlement, let termsCode = phone.termsCode,
            let anchor = SiteAnchor(argument: Binding.Mode.machine.rawValue)
        else { preconditionFailure("both were looked at") }
        let question = PhoneQuestion(
            kind: .emergency, registration: registration, entitlement: entitlement,
            termsCode: termsCode,
            licensee: try Licensees(in: local.site.store).data(
                of: registration, from: licenseeFile),
            anchor: anchor)
        try await PhoneCall(task: PhoneTask(local: local)).run(
            question, of: publisher, isAnew: phone.anew, qr)
    }
}
