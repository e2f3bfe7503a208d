import CBOR
import Crypto
import EncodedCBOR
import FIDO2
import Foundation
import KeyAttestation
import LicenseBinding
import SimulatedKeys
import SwiftASN1
import Testing
import X509

/// Who vouches for a key, from the key's own answer to a publisher's policy.
struct AttestationTests {
    private static let party = "licensing.example"
    private static let challenge = Array(SHA256.hash(data: Array("enrollment".utf8)))
    private static let now = SimulatedMaker.made + 86400

    private let key = SimulatedKey()

    private func attestation(
        _ voucher: SimulatedVoucher, challenge: [UInt8] = challenge, party: String = party,
        _ change: (inout [UInt8]) -> Void = { _ in }
    ) throws -> Attestation {
        key.set(voucher)
        let authenticator = try Authenticator.open(on: SimulatedChannel(SimulatedKeyPort(key)))
        let made = try authenticator.makeCredential(
            CredentialRequest(challenge: Self.challenge, relyingParty: Self.party, user: [1]))
        var data = made.authenticatorData
        change(&data)
        return try Attestation(
            format: made.format, statement: made.statement, authenticatorData: data,
            challenge: challenge, for: party)
    }

    private func roots(_ makers: SimulatedMaker...) throws -> TrustedRoots {
        let text = try makers.map { try $0.root.serializeAsPEM().pemString }
        return TrustedRoots.reading(text.joined(separator: "\n")).roots
    }

    private func defect(
        _ attestation: Attestation, _ policy: AttestationPolicy, at time: Date = now
    ) -> AttestationDefect? {
        do throws(AttestationDefect) {
            try policy.check(attestation, at: time)
            return nil
        } catch {
            return error
        }
    }

    @Test func `a key of a trusted maker is taken, by its root or through an issuer`() throws {
        let maker = try SimulatedMaker()
        let policy = AttestationPolicy(roots: try roots(SimulatedMaker(name: "Other"), maker))
        for certified in [
            try maker.certify(key.model), try maker.certify(key.model, through: true),
            try maker.certify(nil),
        ] {
            let attestation = try attestation(.maker(certified))
            #expect(defect(attestation, policy) == nil)
            #expect(attestation.credential.relyingParty == Self.party)
            #expect(attestation.credential.model.bytes == key.model)
        }
    }

    @Test func `a certificate of keys may itself be trusted`() throws {
        let certified = try SimulatedMaker().certify(key.model)
        let text = try certified.chain[0].serializeAsPEM().pemString
        let policy = AttestationPolicy(roots: TrustedRoots.reading(text).roots)
        #expect(try defect(attestation(.maker(certified)), policy) == nil)
        let sibling = try SimulatedMaker().certify(key.model)
        #expect(try defect(attestation(.maker(sibling)), policy) != nil)
    }

    @Test func `a key in software is refused where makers are trusted, and taken where none is`()
        throws
    {
        let policy = AttestationPolicy(roots: try roots(SimulatedMaker()))
        for voucher in [SimulatedVoucher.itself, .nobody] {
            #expect(try defect(attestation(voucher), policy) == .unattested)
            #expect(try defect(attestation(voucher), AttestationPolicy()) == nil)
        }
    }

    @Test func `a maker of the same name with a key of its own is not trusted`() throws {
        let policy = AttestationPolicy(roots: try roots(SimulatedMaker()))
        let other = try SimulatedMaker().certify(key.model)
        #expect(
            try defect(attestation(.maker(other)), policy) == .untrusted(issuer: "CN=Example Keys"))
        let through = try SimulatedMaker().certify(key.model, through: true)
        #expect(try defect(attestation(.maker(through)), policy) != nil)
    }

    @Test func `a certificate that may not sign others leads to no root`() throws {
        let maker = try SimulatedMaker()
        let certified = try maker.certify(key.model, through: true, issuerMaySign: false)
        let policy = AttestationPolicy(roots: try roots(maker))
        #expect(try defect(attestation(.maker(certified)), policy) != nil)
    }

    @Test func `a certificate of another model vouches for nothing`() throws {
        let other = try SimulatedMaker().certify(Array(repeating: 0xbb, count: 16))
        #expect(throws: AttestationDefect.model) { _ = try attestation(.maker(other)) }
        let odd = try SimulatedMaker().certify([1, 2, 3])
        #expect(throws: AttestationDefect.malformed) { _ = try attestation(.maker(odd)) }
    }

    @Test func `a certificate that is over or has not begun vouches for nothing`() throws {
        let maker = try SimulatedMaker()
        let attestation = try attestation(.maker(maker.certify(key.model, for: 1)))
        let policy = AttestationPolicy(roots: try roots(maker))
        #expect(defect(attestation, policy) == nil)
        #expect(defect(attestation, policy, at: Self.now + 400 * 86400) == .notInForce)
        #expect(defect(attestation, policy, at: Self.now - 2 * 86400) == .notInForce)
    }

    @Test func `only the models that are listed are taken`() throws {
        let attestation = try attestation(.itself)
        let model = attestation.credential.model
        #expect(defect(attestation, AttestationPolicy(models: [model])) == nil)
        #expect(
            defect(attestation, AttestationPolicy(models: []))
                == .modelNotAllowed(model.description))
    }

    @Test func `a statement over another challenge or changed data does not fit`() throws {
        let certified = try SimulatedMaker().certify(key.model)
        for voucher in [SimulatedVoucher.itself, .maker(certified)] {
            #expect(throws: AttestationDefect.signature) {
                _ = try attestation(voucher, challenge: Array(repeating: 0, count: 32))
            }
            #expect(throws: AttestationDefect.signature) {
                _ = try attestation(voucher) { $0[60] ^= 1 }
            }
        }
    }

    @Test func `data for another party, without a touch, shortened or lengthened is no credential`()
        throws
    {
        #expect(throws: AttestationDefect.malformed) {
            _ = try attestation(.itself, party: "other.example")
        }
        let changes: [(inout [UInt8]) -> Void] = [
            { $0[32] = 0x40 }, { $0[32] = 0x01 }, { $0[32] = 0xc1 }, { $0[32] = 0x49 },
            { $0.removeLast() }, { $0.append(0) }, { $0.removeLast(100) }, { $0 = [] },
            { $0[54] = 63 }, { $0[53] = 0xff }, { $0[$0.count - 1] ^= 1 },
        ]
        for change in changes {
            #expect(throws: AttestationDefect.malformed) {
                _ = try attestation(.itself, change)
            }
        }
    }

    @Test func `what cannot be read here is refused where makers have to vouch, and only there`()
        throws
    {
        let roots = AttestationPolicy(roots: try roots(SimulatedMaker()))
        let unknown = try Attestation(
            format: "tpm", statement: [], authenticatorData: attestationData(),
            challenge: Self.challenge, for: Self.party)
        #expect(defect(unknown, roots) == .unsupported("tpm"))
        #expect(defect(unknown, AttestationPolicy()) == nil)
        let statement = CBORValue.map([
            .init(key: .text("alg"), value: .integer(-7)),
            .init(key: .text("sig"), value: .bytes([1])),
            .init(key: .text("x5c"), value: .array([.bytes([0, 0, 0])])),
        ])
        let unreadable = try Attestation(
            format: "packed", statement: statement.encoded, authenticatorData: attestationData(),
            challenge: Self.challenge, for: Self.party)
        #expect(defect(unreadable, AttestationPolicy()) == nil)
        guard case .unreadable(let name) = defect(unreadable, roots) else {
            Issue.record("an unreadable certificate was to be told")
            return
        }
        #expect(name.hasPrefix("SHA-256 709e80c8"))
    }

    @Test func `a certificate that is over matters where makers have to vouch, and only there`()
        throws
    {
        let attestation = try attestation(.maker(SimulatedMaker().certify(key.model, for: 1)))
        let late = Self.now + 400 * 86400
        #expect(defect(attestation, AttestationPolicy(), at: late) == nil)
    }

    @Test func `extensions that a key tells unasked are left out`() throws {
        for (extra, isRead) in [
            (CBORValue.map([.init(key: .text("credProtect"), value: .integer(2))]).encoded, true),
            ([], false), ([0x00], false), ([0xa0, 0x00], false),
        ] {
            let data = try attestationData()
            var changed = data
            changed[32] |= 0x80
            let attested = AttestedCredential(changed + extra, for: Self.party)
            #expect((attested != nil) == isRead, "\(extra)")
            if isRead {
                #expect(
                    attested?.credential
                        == AttestedCredential(data, for: Self.party)?.credential)
            }
        }
    }

    private func attestationData() throws -> [UInt8] {
        let authenticator = try Authenticator.open(on: SimulatedChannel(SimulatedKeyPort(key)))
        return try authenticator.makeCredential(
            CredentialRequest(challenge: Self.challenge, relyingParty: Self.party, user: [1])
        ).authenticatorData
    }

    @Test func `roots that cannot be read are told by their place, and the others count`() throws {
        let root = try SimulatedMaker().root.serializeAsPEM().pemString
        let broken = "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n"
        let read = TrustedRoots.reading(root + "\n" + broken + root)
        #expect(read.roots.count == 2)
        #expect(read.unreadable.map(\.place) == [2])
        // The hash of three zero bytes (sha256sum).
        #expect(
            read.unreadable.first?.name
                == "SHA-256 709e80c88487a2411e1ee4dfb9f22a861492d20c4765150c0c794abd70f8147c")
        #expect(TrustedRoots.reading("no PEM").roots.count == 0)
    }
}
