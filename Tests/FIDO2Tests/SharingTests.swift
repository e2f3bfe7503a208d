import Crypto
import FIDO2
import Foundation
import LicenseBinding
import SimulatedKeys
import Synchronization
import SystemThreads
import Testing

/// Several programs at one key: the kernel gives all of them all that it says.
struct SharingTests {
    private static let party = "licensing.example"
    private static let challenge = Array(SHA256.hash(data: Array("challenge".utf8)))

    private let key = SimulatedKey()

    /// A way to a key on which reports for others come before each of our own, or without end.
    private final class SharedChannel: ReportChannel {
        private let own: SimulatedChannel
        private let others: [[UInt8]]
        private let isFlood: Bool
        private let place = Mutex(0)

        init(_ key: SimulatedKey, others: [[UInt8]], isFlood: Bool = false) {
            own = SimulatedChannel(SimulatedKeyPort(key))
            self.others = others
            self.isFlood = isFlood
        }

        func read(within limit: Duration) throws(FIDO2Error) -> [UInt8]? {
            let next = place.withLock { place in
                place += 1
                return place % (others.count + 1)
            }
            if isFlood { return others[next % others.count] }
            return next == 0 ? try own.read(within: limit) : others[next - 1]
        }

        func write(_ report: [UInt8]) throws(FIDO2Error) {
            try own.write(report)
        }
    }

    private static func report(_ channel: UInt8, _ bytes: [UInt8]) -> [UInt8] {
        let report = [channel, channel, channel, channel] + bytes
        return report + [UInt8](repeating: 0, count: 64 - report.count)
    }

    /// Another program's greeting answered, its touch waited for, its error, a part of its answer.
    private static let others = [
        report(0xff, [0x86, 0, 17, 1, 2, 3, 4, 5, 6, 7, 8, 0, 0, 0, 9, 2, 1, 0, 0, 4]),
        report(0x09, [0xbb, 0, 1, 2]), report(0x09, [0xbf, 0, 1, 6]),
        report(0x09, [0x90, 0, 1, 0x2e]), report(0x09, [0x00, 1, 2, 3]),
    ]

    @Test func `what a key says to others is not taken for an answer`() throws {
        let (id, publicKey) = key.enroll(for: Self.party)
        let authenticator = try Authenticator.open(on: SharedChannel(key, others: Self.others))
        let answer = try authenticator.sign(Self.challenge, for: Self.party, with: [id])
        let verifying = try #require(CredentialKey(publicKey))
        #expect(
            verifying.isValid(answer.signature, for: answer.authenticatorData + Self.challenge))
    }

    @Test func `a flood of reports for others ends with the time that the key has`() {
        let start = ContinuousClock.now
        #expect(throws: FIDO2Error.silent) {
            _ = try Authenticator.open(
                on: SharedChannel(key, others: Self.others, isFlood: true),
                until: .now + .milliseconds(300))
        }
        #expect(.now - start >= .milliseconds(300))
        #expect(.now - start < .seconds(20))
    }

    /// A way to a key that says nothing, which remembers how long it was waited for.
    private final class SilentChannel: ReportChannel {
        let limits = Mutex<[Duration]>([])

        func read(within limit: Duration) throws(FIDO2Error) -> [UInt8]? {
            limits.withLock { $0.append(limit) }
            return nil
        }

        func write(_ report: [UInt8]) throws(FIDO2Error) {}
    }

    @Test func `nobody waits for a report beyond the time that the key has`() {
        let channel = SilentChannel()
        #expect(throws: FIDO2Error.silent) {
            _ = try Authenticator.open(on: channel, until: .now + .milliseconds(300))
        }
        let limits = channel.limits.withLock(\.self)
        #expect(!limits.isEmpty)
        #expect(limits.allSatisfy { $0 <= .milliseconds(300) }, "\(limits)")
    }

    @Test func `a key that is slow has so much time in all, and then is silent`() {
        key.set { $0.slowness = .milliseconds(200) }
        let (id, _) = key.enroll(for: Self.party)
        #expect(throws: FIDO2Error.silent) {
            let authenticator = try Authenticator.open(
                on: SimulatedChannel(SimulatedKeyPort(key)), until: .now + .milliseconds(500))
            for _ in 0..<10 {
                _ = try authenticator.sign(Self.challenge, for: Self.party, with: [id])
            }
        }
    }

    @Test func `eight programs at a time all get their own signatures`() async throws {
        let port = SimulatedKeyPort(key)
        let (id, publicKey) = key.enroll(for: Self.party)
        let verifying = try #require(CredentialKey(publicKey))
        let signed = try await withThrowingTaskGroup(of: Int.self) { group in
            for program in 0..<8 {
                group.addTask {
                    try await SystemThread.run {
                        Result {
                            try (0..<10).filter { round in
                                let challenge = Array(
                                    SHA256.hash(data: [UInt8(program), UInt8(round)]))
                                let answer = try Authenticator.open(on: SimulatedChannel(port))
                                    .sign(challenge, for: Self.party, with: [id])
                                return verifying.isValid(
                                    answer.signature, for: answer.authenticatorData + challenge)
                            }.count
                        }
                    }.get()
                }
            }
            return try await group.reduce(0, +)
        }
        #expect(signed == 80)
    }
}
