import LicenseBinding
import TestPublisher
import Testing

struct RefusalCodeTests {
    @Test func `codes never change`() {
        let key = PresentKey.sample()
        let refusals: [(Refusal, String)] = [
            (.malformed(.empty), "MALFORMED"), (.signatureInvalid(.mismatch), "SIGNATURE_INVALID"),
            (.issuerUnknown(.certificateSignature), "ISSUER_UNKNOWN"),
            (.notYetValid(from: TestTime.now, now: TestTime.now), "NOT_YET_VALID"),
            (.expired(on: TestTime.now, now: TestTime.now), "EXPIRED"),
            (.clockSetBack(certain: TestTime.now, clock: TestTime.now), "CLOCK_SET_BACK"),
            (.keyWrong(expected: [], found: []), "KEY_WRONG"),
            (.keyAnonymous(expected: [], found: key), "KEY_ANONYMOUS"),
            (.keyNoAccess(expected: [], found: key), "KEY_NO_ACCESS"),
            (.keyBusy(expected: [], found: key), "KEY_BUSY"),
            (.keyProofFailed(.signing(), .signature), "KEY_PROOF_FAILED"),
            (.keyCloneSuspected(.hasp(1), .ports([])), "KEY_CLONE_SUSPECTED"),
            (
                .assuranceTooLow(.hasp(1), required: .signed, found: .identified),
                "ASSURANCE_TOO_LOW"
            ),
            (.machineChanged([], .strict), "MACHINE_CHANGED"),
            (.revoked(.hardwareKey(.hasp(1))), "REVOKED"),
            (.superseded(License.sample().id, by: License.sample().id), "SUPERSEDED"),
        ]
        for (refusal, code) in refusals { #expect(refusal.code == code) }
    }
}
