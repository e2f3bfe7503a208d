/// A hardware key that is plugged in, as evidence.
package struct PresentKey: Hashable, Sendable {
    package let id: KeyID?
    package let vendorID: UInt16
    package let productID: UInt16
    /// Maker and model, for people.
    package let name: String
    /// Where it is plugged in, as `1-4.2`.
    package let port: String
    /// What it can prove; none as long as it shows no ID.
    package let assurance: Assurance?
    package let state: KeyState
    /// What it has signed; none if it was not asked, or has no private key.
    package var proof: PresentedProof?
    /// The model of a key that proves itself, if it was told.
    package var model: AAGUID?
    /// Whether it is a key that proves itself, known here or not.
    package var provesItself = false
    /// Whether it is a HASP or Sentinel key, whose ID others tell.
    package var isSentinel = false
    /// Whether it was asked which credentials are its own, and would not say.
    package var refusesToProve = false

    package init(
        id: KeyID?, vendorID: UInt16, productID: UInt16, name: String, port: String,
        assurance: Assurance?, state: KeyState
    ) {
        self.id = id
        self.vendorID = vendorID
        self.productID = productID
        self.name = name
        self.port = port
        self.assurance = assurance
        self.state = state
    }

    /// Whether a key that shows no ID now may be the one that is looked for.
    package func mayBe(_ expected: KeyID) -> Bool {
        state != .anonymous && isLike(expected)
    }

    /// Whether a key that shows no ID is of the model that is looked for, as far as that is told.
    func isLike(_ expected: KeyID) -> Bool {
        switch expected {
        case .usb(let vendor, let product, _): vendor == vendorID && product == productID
        case .hasp: isSentinel
        // A key that proves itself is recognized by its proof alone, which it cannot give now.
        case .fido2: provesItself && [.busy, .noAccess].contains(state)
        }
    }
}
