import Foundation
import LicenseBinding
import SeatProtocol
import Synchronization
import TestPublisher

/// A daemon that brings what a seat server of some kind gives.
final class SeatBringer: Sendable {
    struct Behavior: Sendable {
        var publisher = TestPublisher()
        var key = SeededCredential(seed: 1)
        /// The keys that the license names.
        var bound = SeededCredential(seed: 1)
        var server = SeededKey(seed: 31)
        /// Whether the license's key cannot sign, and the server says that it is there.
        var sightings = false
        /// The server that the license names.
        var named: SeededKey?
        /// Who signs the grants.
        var grantor = SeededKey(seed: 31)
        /// Whether the key is there: it signs the nonces that clients sent.
        var hasKey = true
        /// Whether it shows proofs that no key has signed.
        var forgesProofs = false
        /// Whether each question is answered under a new delegation.
        var renews = true
        /// When delegations begin, from now.
        var from: TimeInterval = -30
        var seconds = 90
        /// For how long a program goes on after that.
        var grace = Duration.seconds(1)
        /// How old the grant is when it is brought.
        var age = Duration.zero
        var product = "planner"
        var expires: Date?
        var user = "ann"
        var isGone = false
    }

    let behavior = Mutex(Behavior())
    private let state = Mutex((number: 0, last: SeatDelegation?.none))

    func answer(_ bytes: [UInt8]) -> [UInt8] {
        let kind = behavior.withLock(\.self)
        guard !kind.isGone, let question = try? LocalSeatQuestion(parsing: bytes),
            let answer = try? answer(question, kind)
        else { return [] }
        return answer.json.compactBytes
    }

    private func answer(_ question: LocalSeatQuestion, _ kind: Behavior) throws -> LocalSeatAnswer {
        let (number, last) = state.withLock { state in
            state.number += 1
            return state
        }
        var license = License.sample(
            id: "license-1", issuedAt: Date() - 86400,
            binding: Binding(
                mode: .key,
                keys: [
                    kind.sightings
                        ? BoundKey(id: .hasp(7), role: .primary)
                        : BoundKey(kind.bound.credential, role: .primary)
                ], grace: Grace(seat: kind.grace)))
        license.binding.seatServer = kind.named?.publicKey
        license.product = Product(id: kind.product)
        license.seats = Seats(count: 1)
        license.expires = kind.expires
        let file = String(decoding: try kind.publisher.file(of: license), as: UTF8.self)
        // The first delegation is one from before the question.
        let isSigned = kind.hasKey && number > 1
        let others = Nonce.sample()
        let tree = MerkleTree(over: [(isSigned ? question.nonce : others).bytes])
        let from = Date(timeIntervalSince1970: (Date() + kind.from).timeIntervalSince1970.rounded())
        let content = SeatDelegation.Content(
            license: license.id, server: kind.server.publicKey,
            from: from + TimeInterval(kind.renews ? number : 0), until: from + 590,
            root: tree.root)
        let delegation =
            try (kind.renews ? nil : last)
            ?? SeatDelegation(
                content,
                kind.sightings
                    ? KeyWord(seeing: .hasp(7), over: content.challenge, by: kind.server)
                    : KeyWord(
                        of: kind.key.credential.keyID, kind.key.assertion(of: content.challenge)))
        state.withLock { $0.last = delegation }
        let own = MerkleTree(over: [question.nonce.bytes])
        let forged = SeatDelegation(
            SeatDelegation.Content(
                license: license.id, server: kind.server.publicKey, from: content.from,
                until: content.until, root: own.root),
            delegation.word)
        let seat = SeatGrant.Seat(
            lease: question.lease, license: license.id, feature: nil, user: kind.user,
            host: "pc-1", secretHash: SeatSecret.hash(question.secret))
        return LocalSeatAnswer(
            server: "https://seats.example",
            grant: try SeatGrant(
                seat, seconds: kind.seconds, assurance: delegation.word.assurance
            ).signed(by: kind.grantor),
            age: kind.age, user: "ann", host: "pc-1",
            chain: SeatChainDocument(license: file, delegation: delegation),
            proof: kind.forgesProofs
                ? NonceProof(delegation: forged, path: own.path(to: 0))
                : isSigned ? NonceProof(delegation: delegation, path: tree.path(to: 0)) : nil,
            trouble: nil)
    }
}
