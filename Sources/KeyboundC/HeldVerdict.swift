import CKeybound
import KeyboundLicensing

/// A verdict with its words, for as long as C holds it.
final class HeldVerdict: Sendable {
    static let handles = Handles<HeldVerdict>()

    let status: keybound_status
    let text: HeldText
    let license: HeldText
    let json: HeldText

    init(_ verdict: LicenseVerdict) {
        status = verdict.status
        text = HeldText(verdict.text)
        license = HeldText(verdict.license ?? "")
        json = HeldText(verdict.json)
    }
}
