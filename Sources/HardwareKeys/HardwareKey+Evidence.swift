package import LicenseBinding
import USBBus

extension HardwareKey {
    /// What a verdict needs to know of it: one entry for each ID, or one without.
    package var evidence: [PresentKey] {
        if state == .duplicateID { return ids.map { evidence(of: $0, state) } }
        guard !answers.isEmpty else { return [evidence(of: id, state)] }
        // A signature that is none still names the key that it is to be of: its proof fails. A key that
        // became busy then may be others as well.
        return answers.map { evidence(of: $0.credential.keyID, .ready) }
            + (problem?.isBusy == true ? [evidence(of: nil, .busy)] : [])
    }

    /// Whether it shows no ID now and may have this one.
    package func mayBe(_ expected: KeyID) -> Bool {
        id == nil && evidence.contains { $0.mayBe(expected) }
    }

    private func evidence(of id: KeyID?, _ state: KeyState) -> PresentKey {
        var key = PresentKey(
            id: id, vendorID: device.vendorID, productID: device.productID, name: name,
            port: place, assurance: id?.assurance, state: state)
        key.provesItself = provesItself
        key.isSentinel = isSentinel
        key.model = model
        key.refusesToProve = state == .unenrolled && problem != nil
        return key
    }
}
