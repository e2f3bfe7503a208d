package import LicenseBinding
import USBBus

extension HardwareKey {
    /// What a verdict needs to know of it: one entry for each ID, or one without.
    package var evidence: [PresentKey] {
        guard !answers.isEmpty, state != .duplicateID else { return [evidence(of: id, state)] }
        // A signature that is none still names the key that it is to be of: its proof fails.
        return answers.map { evidence(of: $0.credential.keyID, .ready) }
    }

    private func evidence(of id: KeyID?, _ state: KeyState) -> PresentKey {
        var key = PresentKey(
            id: id, vendorID: device.vendorID, productID: device.productID, name: name,
            port: device.port.description, assurance: id?.assurance, state: state)
        key.provesItself = provesItself
        key.model = model
        return key
    }
}
