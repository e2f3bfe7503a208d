/// The number of a kit that was sold.
package typealias RegistrationNumber = CheckedNumber<Registration>

package enum Registration: CheckedNumberKind {
    package static let (count, length) = (10, "ten digits")
}
