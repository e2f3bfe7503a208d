/// A key of the publisher's that its library has found in this computer.
package struct LibraryKey: Hashable, Sendable {
    /// Whether the key's own engine answered.
    package enum Check: Hashable, Sendable {
        /// It encrypted and decrypted a fresh block.
        case passed
        case failed(HASPFailure)
        /// What it decrypted is not what it had encrypted, or it says another number in a session.
        case wrong(HASPCall)
    }

    package let id: UInt64
    /// Its model, as the key says it in a session.
    package let model: String?
    package let check: Check

    package init(id: UInt64, model: String?, check: Check) {
        self.id = id
        self.model = model
        self.check = check
    }
}
