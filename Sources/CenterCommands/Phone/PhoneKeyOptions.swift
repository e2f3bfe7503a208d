import ArgumentParser
import LicenseBinding

/// How far the word of a key for answers by phone goes.
struct PhoneKeyOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "A product that answers by phone may be for; repeatable.",
            discussion: "Default: all of them.", valueName: "id"))
    var phoneProduct: [String] = []

    @Option(
        help: ArgumentHelp(
            "The most concurrent uses of a license by phone.", discussion: "Default: any number.",
            valueName: "count"))
    var phoneSeats: Int?

    @Option(
        help: ArgumentHelp(
            "The most days that a license by phone holds.", discussion: "Default: 90.",
            valueName: "days"))
    var phoneDays = PhoneCertificate.Limits().longestDays

    func validate() throws {
        guard phoneSeats.map({ 1...1_000_000 ~= $0 }) ?? true else {
            throw ValidationError("--phone-seats must be from 1 to 1000000")
        }
        guard 1...36525 ~= phoneDays else {
            throw ValidationError("--phone-days must be from 1 to 36525")
        }
    }

    var limits: PhoneCertificate.Limits {
        var limits = PhoneCertificate.Limits()
        limits.products = phoneProduct.isEmpty ? nil : phoneProduct
        limits.mostSeats = phoneSeats
        limits.longestDays = phoneDays
        return limits
    }
}
