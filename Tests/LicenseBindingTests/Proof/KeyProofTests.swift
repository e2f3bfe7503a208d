@testable import LicenseBinding
import TestPublisher
import Testing

/// What a signature of a key proves, and what it does not.
struct KeyProofTests {
    private let key = SeededCredential(seed: 1)
    private let license = License.sample().id

    private func request(_ byte: UInt8 = 1, for license: LicenseID? = nil) -> ProofRequest {
        ProofRequest(license: license ?? self.license, nonce: .sample(byte))
    }

    private func proof(
        over request: ProofRequest, _ change: (KeyAssertion) -> KeyAssertion = { $0 }
    ) throws -> KeyProof {
        let batch = ProofBatch([request])
        let assertion = change(try key.assertion(of: batch.challenge))
        return try #require(batch.proofs(by: assertion).first)
    }

    private func defect(
        _ proof: KeyProof, _ request: ProofRequest, by credential: KeyCredential? = nil
    ) -> ProofDefect? {
        do throws(ProofDefect) {
            _ = try proof.verify(request, by: credential ?? key.credential)
            return nil
        } catch {
            return error
        }
    }

    @Test func `a key's signature over the asker's nonce is believed, and tells its counter`()
        throws
    {
        #expect(try proof(over: request()).verify(request(), by: key.credential) == 7)
    }

    @Test func `another nonce, another license and another key are refused`() throws {
        let proof = try proof(over: request())
        #expect(defect(proof, request(2)) == .signature)
        let other = try #require(LicenseID("sample-2"))
        #expect(defect(proof, request(for: other)) == .signature)
        #expect(
            defect(proof, request(), by: SeededCredential(seed: 2).credential) == .signature)
    }

    @Test func `a license ID and a nonce cannot trade bytes`() throws {
        let (short, long) = (try #require(LicenseID("a")), try #require(LicenseID("aa")))
        let nonce = Nonce.sample(0x61)
        #expect(
            ProofRequest(license: short, nonce: nonce).entry
                != ProofRequest(license: long, nonce: nonce).entry)
    }

    @Test func `one signature answers 500 askers, each by its own path`() throws {
        let requests = try (0..<500).map { index in
            ProofRequest(
                license: try #require(LicenseID("license-\(index % 7)")),
                nonce: try #require(
                    Nonce(
                        [UInt8(index % 256), UInt8(index / 256)] + Array(repeating: 0, count: 30))
                ))
        }
        let batch = ProofBatch(requests)
        let assertion = try key.assertion(of: batch.challenge)
        let proofs = batch.proofs(by: assertion)
        #expect(proofs.count == 500)
        for (request, proof) in zip(requests, proofs) {
            #expect(defect(proof, request) == nil)
        }
        #expect(defect(proofs[3], requests[4]) == .signature)
    }

    @Test func `a thousand signatures made in advance answer no nonce of today`() throws {
        for index in 0..<1000 {
            let bytes = [UInt8(index % 256), UInt8(index / 256)] + Array(repeating: 9, count: 30)
            let guess = ProofRequest(license: license, nonce: try #require(Nonce(bytes)))
            let proof = try proof(over: guess)
            #expect(defect(proof, request()) == .signature)
        }
    }

    @Test func `what a web site gets signed is no proof`() throws {
        let batch = ProofBatch([request()])
        let assertion = try key.assertion(of: batch.challenge, for: "shop.example")
        #expect(defect(try #require(batch.proofs(by: assertion).first), request()) == .relyingParty)
    }

    @Test(
        arguments: [
            (0x00, nil), (0x04, nil), (0x01, .flags(0x01)), (0x05, .flags(0x05)),
            (0x08, .flags(0x08)),
            (0x18, .flags(0x18)), (0x40, .flags(0x40)), (0x80, .flags(0x80)), (0x20, .flags(0x20)),
        ] as [(UInt8, ProofDefect?)])
    func `a touch, a credential that may be copied and flags nobody knows are refused`(
        _ flags: UInt8, _ expected: ProofDefect?
    ) throws {
        let batch = ProofBatch([request()])
        let assertion = try key.assertion(of: batch.challenge, flags: flags)
        #expect(defect(try #require(batch.proofs(by: assertion).first), request()) == expected)
    }

    @Test func `data that was shortened, lengthened or changed is refused`() throws {
        func defect(_ change: @escaping ([UInt8]) -> [UInt8]) throws -> ProofDefect? {
            self.defect(
                try proof(over: request()) { assertion in
                    KeyAssertion(
                        authenticatorData: change(assertion.authenticatorData),
                        signature: assertion.signature)
                }, request())
        }
        #expect(try defect { $0 } == nil)
        #expect(try defect { _ in [] } == .malformed)
        #expect(try defect { $0.dropLast() } == .malformed)
        #expect(try defect { $0 + [0] } == .malformed)
        #expect(try defect { $0.dropLast() + [8] } == .signature)
    }

    @Test func `bytes that are no signature are refused`() throws {
        for bytes: [UInt8] in [
            [], [0x30], Array(repeating: 0, count: 64), Array(repeating: 0xff, count: 72),
        ] {
            let proof = try proof(over: request()) { assertion in
                KeyAssertion(authenticatorData: assertion.authenticatorData, signature: bytes)
            }
            #expect(defect(proof, request()) == .signature)
        }
    }
}
