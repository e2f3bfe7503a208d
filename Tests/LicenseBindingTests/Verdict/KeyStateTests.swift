import LicenseBinding
import TestPublisher
import Testing

/// Keys that are plugged in and cannot be used.
struct KeyStateTests {
    private let publisher = TestPublisher()

    private func verdict(
        _ binding: Binding = .sample(), _ keys: PresentKey...
    ) throws -> Verdict {
        let license = try publisher.signed(.sample(binding: binding))
        return LicenseVerifier.verdict(on: license, given: .sample(keys))
    }

    @Test func `two devices that show the bound ID raise the clone alarm`() throws {
        #expect(
            try verdict(.sample(), .sample(port: "2-1"), .sample(port: "1-4")).refusals
                == [.keyCloneSuspected(.sample(), .ports(["1-4", "2-1"]))])
        #expect(
            try verdict(.sample(), .sample(state: .duplicateID)).refusals
                == [.keyCloneSuspected(.sample(), .ports(["1-1"]))])
    }

    @Test func `the clone alarm goes before a good spare and before grace`() throws {
        let binding = Binding.sample([.sample(1), .sample(2)], grace: Grace(start: .seconds(60)))
        let license = try publisher.signed(.sample(binding: binding))
        let copies = [PresentKey.sample(port: "1-1"), .sample(port: "1-2")]
        var evidence = Evidence.sample(copies + [.sample(.sample(2), port: "1-3")])
        evidence.keysLastSeen = .zero
        #expect(
            LicenseVerifier.verdict(on: license, given: evidence).codes == ["KEY_CLONE_SUSPECTED"])
    }

    @Test func `copies of a strange key are no concern`() throws {
        let strange = KeyID.sample(9)
        #expect(
            try verdict(
                .sample(), .sample(), .sample(strange, port: "1-2"), .sample(strange, port: "1-3")
            ).codes.isEmpty)
    }

    @Test(arguments: [KeyID.sample(), nil])
    func `a key that may not be opened is KEY_NO_ACCESS`(id: KeyID?) throws {
        let key = PresentKey.sample(id, state: .noAccess)
        #expect(
            try verdict(.sample(), key).refusals
                == [.keyNoAccess(expected: [.sample()], found: key)])
    }

    @Test(arguments: [KeyID.sample(), nil])
    func `a key that others use is KEY_BUSY`(id: KeyID?) throws {
        let key = PresentKey.sample(id, state: .busy)
        #expect(
            try verdict(.sample(), key).refusals == [.keyBusy(expected: [.sample()], found: key)])
    }

    @Test func `a key of the model without an ID is KEY_ANONYMOUS`() throws {
        let key = PresentKey.sample(nil, state: .anonymous)
        #expect(
            try verdict(.sample(), key).refusals
                == [.keyAnonymous(expected: [.sample()], found: key)])
        let otherModel = Binding.sample([.usb(vendor: 1, product: 2, serial: "X")])
        #expect(try verdict(otherModel, key).codes == ["KEY_ABSENT"])
    }

    @Test func `a key that is not known here is KEY_ABSENT and named`() throws {
        let key = PresentKey.sample(nil, state: .unenrolled)
        let refusals = try verdict(.sample([.hasp(1)]), key).refusals
        #expect(refusals.first?.shortage?.others == [key])
    }

    @Test func `a key weaker than it was bound is ASSURANCE_TOO_LOW`() throws {
        let weak = PresentKey.sample(.signing(), assurance: .identified)
        #expect(
            try verdict(.sample([.signing()]), weak).refusals
                == [.assuranceTooLow(.signing(), required: .signed, found: .identified)])
    }

    @Test func `a key below the publisher's minimum is ASSURANCE_TOO_LOW`() throws {
        let binding = Binding.sample(minimumAssurance: .signed)
        #expect(
            try verdict(binding, .sample()).refusals
                == [.assuranceTooLow(.sample(), required: .signed, found: .identified)])
    }

    @Test func `a weak key counts for no quorum`() throws {
        let binding = Binding.sample([.signing(1), .signing(2)], quorum: 2)
        let weak = PresentKey.sample(.signing(2), port: "1-2", assurance: .identified)
        let strong = try SeededCredential(seed: 1).present()
        #expect(try verdict(binding, strong, weak).codes == ["ASSURANCE_TOO_LOW"])
    }

    @Test func `a weak key gets no grace`() throws {
        let binding = Binding.sample(minimumAssurance: .signed, grace: Grace(start: .seconds(60)))
        let license = try publisher.signed(.sample(binding: binding))
        var evidence = Evidence.sample
        evidence.keysLastSeen = .zero
        #expect(
            LicenseVerifier.verdict(on: license, given: evidence).codes == ["ASSURANCE_TOO_LOW"])
    }

    @Test(arguments: [
        (KeyState.anonymous, "KEY_ANONYMOUS"), (.needsRuntime, "KEY_NO_ACCESS"),
        (.noAccess, "KEY_NO_ACCESS"), (.busy, "KEY_BUSY"),
    ])
    func `a HASP without an ID is told by its state`(state: KeyState, code: String) throws {
        var key = PresentKey(
            id: nil, vendorID: 0x0529, productID: 0x0001, name: "HASP", port: "1-1",
            assurance: nil, state: state)
        key.isSentinel = true
        #expect(try verdict(.sample([.hasp(1)]), key).codes == [code])
    }
}
