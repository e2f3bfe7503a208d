import Crypto
import FoundationEssentials
import LicenseBinding
package import SeatAllocation
import SeatProtocol
import Synchronization

/// The computers that may take seats over the network: each has a token, which it got for a short code.
package final class ClientRegistry: Sendable {
    /// How long a code is good for, once.
    package static let codeLife = Duration.seconds(900)
    /// How many wrong codes are looked at until each has to wait.
    private static let guesses = 20
    /// Neither 0 and O nor 1, I and L (Crockford's base 32): 50 bits.
    private static let (letters, length) = (Array("0123456789ABCDEFGHJKMNPQRSTVWXYZ"), 10)

    private struct State {
        var clients: [[UInt8]: EnrolledClient] = [:]
        /// The hashes of codes, and until when they are good.
        var codes: [[UInt8]: ContinuousClock.Instant] = [:]
        var wrong = 0
        var since = ContinuousClock.now
    }

    private let storage: any SeatStorage
    private let state = Mutex(State())

    package init(_ storage: any SeatStorage) async throws {
        self.storage = storage
        let clients = try await storage.clients()
        state.withLock { state in
            for client in clients { state.clients[client.tokenHash] = client }
        }
    }

    package var all: [EnrolledClient] {
        state.withLock { $0.clients.values.sorted { $0.name < $1.name } }
    }

    /// The computer of a token.
    func client(token: String) -> EnrolledClient? {
        let hash = Self.hash(token)
        return state.withLock { $0.clients[hash] }
    }

    /// A new code for one computer.
    func newCode() -> String {
        let letters = (0..<Self.length).compactMap { _ in Self.letters.randomElement() }
        let code = String(letters)
        state.withLock { $0.codes[Self.hash(code)] = .now + Self.codeLife }
        return String(letters.prefix(5)) + "-" + String(letters.suffix(5))
    }

    /// Takes a code, and gives a token for it.
    func enroll(_ host: String, by code: String) async throws -> String {
        let plain = code.uppercased().filter { !$0.isWhitespace && $0 != "-" }
            .replacing("O", with: "0").replacing("I", with: "1").replacing("L", with: "1")
        let hash = Self.hash(plain)
        guard !state.withLock({ $0.clients.values.contains { $0.name == host } }) else {
            throw SeatProblem(
                status: 409, code: "NAME_TAKEN",
                detail:
                    "A computer \(host) was let in already. If it is this one: keybound client remove "
                    + "\(host) on the server, then enroll it again.")
        }
        let isGood = try state.withLock { state throws(SeatProblem) in
            if ContinuousClock.now - state.since > .seconds(60) {
                (state.wrong, state.since) = (0, .now)
            }
            guard state.wrong < Self.guesses else {
                throw SeatProblem(
                    status: 429, code: "SLOW_DOWN",
                    detail: "There were too many wrong codes. Try again in a minute.",
                    retryAfter: 60)
            }
            state.codes = state.codes.filter { $0.value > .now }
            guard state.codes.removeValue(forKey: hash) != nil else {
                state.wrong += 1
                return false
            }
            return true
        }
        guard isGood else {
            throw SeatProblem(
                status: 403, code: "CODE_UNKNOWN",
                detail: "There is no such code, or it was used, or it is older than "
                    + "\(Self.codeLife.components.seconds / 60) minutes. "
                    + "Make another one on the server: keybound client code")
        }
        var generator = SystemRandomNumberGenerator()
        let token = Base64URL.encode(Nonce(from: &generator).bytes)
        let client = EnrolledClient(name: host, tokenHash: Self.hash(token), since: Date().seconds)
        do {
            try await storage.add(client)
        } catch {
            // The code is as good as before.
            state.withLock { $0.codes[hash] = .now + Self.codeLife }
            throw error
        }
        state.withLock { state in
            state.clients = state.clients.filter { $0.value.name != host }
            state.clients[client.tokenHash] = client
        }
        return token
    }

    /// - Returns: whether there was one.
    func remove(_ name: String) async throws -> Bool {
        try await storage.removeClient(named: name)
        return state.withLock { state in
            let before = state.clients.count
            state.clients = state.clients.filter { $0.value.name != name }
            return state.clients.count < before
        }
    }

    private static func hash(_ text: String) -> [UInt8] {
        Array(SHA256.hash(data: Array(text.utf8)))
    }
}
