import FoundationEssentials
import LicenseBinding
import SeatProtocol
import TestPublisher
import Testing

/// From a license to a seat, and all that is none.
struct SeatChainTests {
    private let server = SeededKey(seed: 21)
    private let now = TestTime.now

    private func license(
        _ binding: Binding = .sample([.signing()]), server named: VerifyingKey? = nil
    ) throws -> SignedLicense {
        var license = License.sample(binding: binding)
        license.binding.seatServer = named
        return try TestPublisher().signed(license)
    }

    private func delegation(
        key seed: UInt8 = 1, license id: LicenseID = License.sample().id,
        for server: SeededKey? = nil,
        from: TimeInterval = -60, lasting: TimeInterval = 600, over nonces: [Nonce] = [.sample()],
        flags: UInt8 = 0, signing other: ((SeatDelegation.Content) -> [UInt8])? = nil
    ) throws -> SeatDelegation {
        let content = SeatDelegation.Content(
            license: id, server: (server ?? self.server).publicKey, from: now + from,
            until: now + from + lasting, root: MerkleTree(over: nonces.map(\.bytes)).root)
        let key = SeededCredential(seed: seed)
        return SeatDelegation(
            content,
            KeyWord(
                of: key.credential.keyID,
                try key.assertion(of: other?(content) ?? content.challenge, flags: flags)))
    }

    /// One of a server that sees a key which cannot sign.
    private func sighting(
        of key: KeyID = .hasp(7), by server: SeededKey? = nil, saidBy other: SeededKey? = nil,
        over challenge: [UInt8]? = nil
    ) throws -> SeatDelegation {
        let server = server ?? self.server
        let content = SeatDelegation.Content(
            license: License.sample().id, server: server.publicKey, from: now - 60,
            until: now + 540, root: MerkleTree(over: [Nonce.sample().bytes]).root)
        return SeatDelegation(
            content,
            try KeyWord(seeing: key, over: challenge ?? content.challenge, by: other ?? server))
    }

    private func defect(
        _ delegation: SeatDelegation, of license: SignedLicense? = nil
    ) throws -> SeatChain.Defect? {
        let license = try license ?? self.license()
        do throws(SeatChain.Defect) {
            try SeatChain.verify(delegation, of: license, at: now)
            return nil
        } catch {
            return error
        }
    }

    @Test func `the license's key speaks for a server`() throws {
        #expect(try defect(delegation()) == nil)
        // A spare does, too.
        let both = try license(.sample([.signing(2), .signing()]))
        #expect(try defect(delegation(), of: both) == nil)
    }

    @Test func `a delegation is of one license, one server and one time, by a key of the license`()
        throws
    {
        guard case .keyUnknown? = try defect(delegation(key: 3)) else {
            Issue.record("a stranger's key was believed")
            return
        }
        let other = License.sample(id: "other-1").id
        #expect(
            try defect(delegation(license: other))
                == .license(expected: License.sample().id, found: other))
        // What was signed is something else.
        for change: (SeatDelegation.Content) -> SeatDelegation.Content in [
            {
                .init(
                    license: other, server: $0.server, from: $0.from, until: $0.until, root: $0.root
                )
            },
            {
                .init(
                    license: $0.license, server: SeededKey(seed: 9).publicKey, from: $0.from,
                    until: $0.until, root: $0.root)
            },
            {
                .init(
                    license: $0.license, server: $0.server, from: $0.from + 1, until: $0.until,
                    root: $0.root)
            },
            {
                .init(
                    license: $0.license, server: $0.server, from: $0.from, until: $0.until - 1,
                    root: $0.root)
            },
            {
                .init(
                    license: $0.license, server: $0.server, from: $0.from, until: $0.until,
                    root: [UInt8](repeating: 7, count: 32))
            },
        ] {
            let forged = try delegation(signing: { change($0).challenge })
            #expect(try defect(forged) == .key(.signature))
        }
    }

    @Test func `a proof of presence is no delegation`() throws {
        let forged = try delegation(signing: { content in
            ProofBatch([ProofRequest(license: content.license, nonce: .sample())]).challenge
        })
        #expect(try defect(forged) == .key(.signature))
        #expect(try defect(delegation(flags: 1)) == .key(.flags(1)))
    }

    @Test func `it holds for ten minutes at the most, and a minute of clocks apart is forgiven`()
        throws
    {
        #expect(try defect(delegation(lasting: 601)) == .tooLong(601))
        #expect(try defect(delegation(lasting: -1)) == .tooLong(-1))
        #expect(try defect(delegation(from: 60)) == nil)
        for from: TimeInterval in [61, -661] {
            guard case .notInForce? = try defect(delegation(from: from)) else {
                Issue.record("\(from)")
                continue
            }
        }
        #expect(try defect(delegation(from: -659)) == nil)
    }

    @Test func `a license that names its server has no other`() throws {
        let named = try license(server: server.publicKey)
        #expect(try defect(delegation(), of: named) == nil)
        #expect(try defect(delegation(for: SeededKey(seed: 22)), of: named) == .server)
    }

    @Test func `of a key that cannot sign the server is believed that the license names`() throws {
        let hasp = Binding(mode: .key, keys: [BoundKey(id: .hasp(7), role: .primary)])
        #expect(try defect(sighting(), of: license(hasp, server: server.publicKey)) == nil)
        // Named is nobody, or another server.
        #expect(try defect(sighting(), of: license(hasp)) == .keyUnsigned(.hasp(7)))
        let other = SeededKey(seed: 22)
        #expect(try defect(sighting(), of: license(hasp, server: other.publicKey)) == .server)
        // The named one says nothing of the kind.
        let named = try license(hasp, server: server.publicKey)
        #expect(try defect(sighting(by: other), of: named) == .server)
        #expect(try defect(sighting(saidBy: other), of: named) == .key(.signature))
        #expect(
            try defect(sighting(over: [UInt8](repeating: 1, count: 32)), of: named)
                == .key(.signature))
        #expect(try defect(sighting(of: .hasp(8)), of: named) == .keyUnknown(.hasp(8)))
        // A key that can sign must, and all must where the publisher asks for that.
        let signing = SeededCredential(seed: 1).credential
        let both = try license(.sample([.signing()]), server: server.publicKey)
        #expect(
            try defect(sighting(of: signing.keyID), of: both) == .keyUnsigned(signing.keyID))
        var strict = hasp
        strict.minimumAssurance = .signed
        #expect(
            try defect(sighting(), of: license(strict, server: server.publicKey))
                == .keyUnsigned(.hasp(7)))
    }

    @Test func `the grant says that its key cannot sign`() throws {
        let delegation = try sighting()
        let grant = try SeatGrant(seat, seconds: 90, assurance: .identified).signed(by: server)
        #expect(try defect(grant, under: delegation) == nil)
        let claims = try #require(
            Base64URL.decode(String(grant.split(separator: ".")[1])).map { try Claims(parsing: $0) }
        )
        #expect(try claims.text("assurance") == "identified")
        // Nor does it say less or more than stands behind it.
        #expect(try defect(grant) == .otherSeat)
        let better = try SeatGrant(seat, seconds: 90).signed(by: server)
        #expect(try defect(better, under: delegation) == .otherSeat)
    }

    @Test(arguments: [false, true])
    func `a delegation goes over the wire and back`(isSighting: Bool) throws {
        let delegation = try isSighting ? sighting() : delegation()
        #expect(try SeatDelegation(Claims(delegation.json)) == delegation)
        // A key that signs gives another word than one that does not.
        var mixed = delegation.json
        let other: KeyID = isSighting ? SeededCredential(seed: 1).credential.keyID : .hasp(7)
        mixed["key"] = .string(other.description)
        #expect(throws: Defect.self) { try SeatDelegation(Claims(mixed)) }
        for name in delegation.json.names {
            var json = delegation.json
            json[name] = .integer(-1)
            #expect(throws: Defect.self) { try SeatDelegation(Claims(json)) }
            json[name] = nil
            #expect(throws: Defect.self) { try SeatDelegation(Claims(json)) }
        }
    }

    // MARK: - Grants

    private static func lease(_ last: UInt8) -> LeaseID {
        guard let lease = LeaseID(bytes: [UInt8](repeating: 1, count: 15) + [last]) else {
            preconditionFailure("16 bytes")
        }
        return lease
    }

    private var seat: SeatGrant.Seat {
        SeatGrant.Seat(
            lease: Self.lease(1), license: License.sample().id,
            feature: "reports", user: "ann", host: "pc-1",
            secretHash: [UInt8](repeating: 5, count: 32))
    }

    private func defect(
        _ grant: String, of seat: SeatGrant.Seat? = nil, under delegation: SeatDelegation? = nil
    ) throws -> SeatChain.Defect? {
        let delegation = try delegation ?? self.delegation()
        do throws(SeatChain.Defect) {
            let time = try SeatChain.verify(
                Array(grant.utf8), of: seat ?? self.seat, under: delegation, at: now)
            #expect(time == .seconds(90))
            return nil
        } catch {
            return error
        }
    }

    @Test func `the server's grant is for just what was claimed`() throws {
        let grant = try SeatGrant(seat, seconds: 90).signed(by: server)
        #expect(try defect(grant) == nil)
        for other in [
            SeatGrant.Seat(
                lease: Self.lease(2), license: seat.license, feature: seat.feature, user: seat.user,
                host: seat.host, secretHash: seat.secretHash),
            SeatGrant.Seat(
                lease: seat.lease, license: License.sample(id: "other-1").id, feature: seat.feature,
                user: seat.user, host: seat.host, secretHash: seat.secretHash),
            SeatGrant.Seat(
                lease: seat.lease, license: seat.license, feature: nil, user: seat.user,
                host: seat.host, secretHash: seat.secretHash),
            SeatGrant.Seat(
                lease: seat.lease, license: seat.license, feature: seat.feature, user: "bob",
                host: seat.host, secretHash: seat.secretHash),
            SeatGrant.Seat(
                lease: seat.lease, license: seat.license, feature: seat.feature, user: seat.user,
                host: "pc-2", secretHash: seat.secretHash),
            SeatGrant.Seat(
                lease: seat.lease, license: seat.license, feature: seat.feature, user: seat.user,
                host: seat.host, secretHash: [UInt8](repeating: 6, count: 32)),
        ] { #expect(try defect(grant, of: other) == .otherSeat) }
    }

    @Test func `another server's grant, a changed one and other documents are none`() throws {
        let stranger = try SeatGrant(seat, seconds: 90).signed(by: SeededKey(seed: 30))
        guard case .grant(.issuerUnknown(.keyMismatch))? = try defect(stranger) else {
            Issue.record("a stranger's grant was believed")
            return
        }
        let grant = try SeatGrant(seat, seconds: 90).signed(by: server)
        let changed = grant.dropLast(2) + "AA"
        #expect(try defect(String(changed)) == .grant(.signatureInvalid(.mismatch)))
        let license = String(decoding: try TestPublisher().file(of: .sample()), as: UTF8.self)
        guard case .grant(.malformed(.type))? = try defect(license) else {
            Issue.record("a license was taken for a seat")
            return
        }
        for text in ["", "a.b", "{}"] {
            guard case .grant(.malformed)? = try defect(text) else {
                Issue.record("\(text)")
                continue
            }
        }
    }

    @Test func `a seat outlives no delegation`() throws {
        let grant = try SeatGrant(seat, seconds: 90).signed(by: server)
        #expect(try defect(grant, under: delegation(from: -570)) == nil)
        guard case .outlives? = try defect(grant, under: delegation(from: -571)) else {
            Issue.record("it outlives its delegation")
            return
        }
        let long = try SeatGrant(seat, seconds: 601).signed(by: server)
        guard case .grant(.malformed)? = try defect(long) else {
            Issue.record("a seat for longer than any delegation")
            return
        }
    }

    // MARK: - Conviction

    @Test func `a client's own nonce in one of the next two delegations convinces it`() throws {
        let mine = Nonce.sample(9)
        let first = try delegation()
        for missed in 0...1 {
            var conviction = SeatConviction(mine, since: first)
            for number in 0..<missed {
                let without = try delegation(from: TimeInterval(number), over: [.sample(3)])
                conviction.look(at: without, path: nil)
                // The same one again is no second one.
                conviction.look(at: without, path: nil)
            }
            #expect(conviction.state == .waiting)
            let nonces = [Nonce.sample(1), mine, .sample(2)]
            let with = try delegation(from: 30, over: nonces)
            let path = MerkleTree(over: nonces.map(\.bytes)).path(to: 1)
            conviction.look(at: with, path: path)
            #expect(conviction.state == .convinced)
        }
    }

    @Test func `without it a client leaves, whatever the server shows`() throws {
        let mine = Nonce.sample(9)
        let first = try delegation(over: [mine])
        var conviction = SeatConviction(mine, since: first)
        // The one in force when it came counts for nothing.
        conviction.look(at: first, path: MerkleTree(over: [mine.bytes]).path(to: 0))
        #expect(conviction.state == .waiting)
        let others = [Nonce.sample(1), .sample(2)]
        let path = MerkleTree(over: others.map(\.bytes)).path(to: 1)
        conviction.look(at: try delegation(from: 1, over: others), path: path)
        #expect(conviction.state == .waiting)
        conviction.look(at: try delegation(from: 2, over: others), path: nil)
        #expect(conviction.state == .left)
        // It does not come back.
        conviction.look(
            at: try delegation(from: 3, over: [mine]),
            path: MerkleTree(over: [mine.bytes]).path(to: 0))
        #expect(conviction.state == .left)
    }
}
