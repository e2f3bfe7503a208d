import Testing

@testable import PhoneCodes

@Suite("Commitments")
struct CommitmentTests {
    @Test
    func `A commitment is to one document, one kind and one entitlement number`() throws {
        let document = Array("a document".utf8)
        let commitment = try Commitment(to: document, .firstRun, entitlement: 7)
        #expect(try Commitment(to: document, .firstRun, entitlement: 7) == commitment)
        #expect(try Commitment(to: document + [0], .firstRun, entitlement: 7) != commitment)
        #expect(try Commitment(to: document, .recovery, entitlement: 7) != commitment)
        #expect(try Commitment(to: document, .firstRun, entitlement: 8) != commitment)
    }

    @Test
    func `Anything can be committed to`() throws {
        for document in [[], [0], [UInt8](repeating: 255, count: 200_000)] {
            let commitment = try Commitment(to: document, .emergency, entitlement: 0)
            #expect(commitment.value <= Commitment.highest)
        }
    }
}
