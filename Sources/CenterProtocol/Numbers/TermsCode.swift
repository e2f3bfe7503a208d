/// By which the publisher's catalog names what a kit's licenses by phone allow.
package typealias TermsCode = CheckedNumber<Terms>

package enum Terms: CheckedNumberKind {
    package static let (count, length) = (6, "6 digits")
}

extension TermsCode {
    /// As it is printed on the kit's sheet.
    package var printed: String { description.grouped(3, 3) }
}
