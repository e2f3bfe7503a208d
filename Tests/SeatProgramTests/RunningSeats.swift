import CommandRuns
import FileSystem
import Foundation
import LicenseBinding
import PlainHTTP
import Programs
import SeatProtocol
import SimulatedRuntime
import Synchronization
import SystemThreads
import Testing

/// A daemon with a simulated key and a license with seats, as a process of its own.
final class RunningSeats: Sendable {
    static let product = "planner"

    private struct State {
        var program: RunningProgram?
        var port: UInt16 = 0
        var license = ""
    }

    let site: CommandSite
    /// Who tells the ID of its key, where that cannot sign.
    private let runtime: SimulatedRuntime?
    static let haspNumber = "978493417"
    private let state = Mutex(State())

    var program: RunningProgram? { state.withLock(\.program) }
    var port: UInt16 { state.withLock(\.port) }
    /// The ID of its license.
    var license: String { state.withLock(\.license) }

    /// - Parameter options: of the license.
    init(seats: Int, _ options: [String] = []) async throws {
        site = try await .trusting(at: Date())
        runtime = nil
        try FileManager.default.createDirectory(
            atPath: site.path("plugged"), withIntermediateDirectories: true)
        try plugIn()
        try await succeed("keys", "enroll", "-o", site.path("key.json"))
        let license = try await install("planner.lic", seats: seats, options)
        state.withLock { $0.license = license }
    }

    /// With a HASP key, which cannot sign, and no license yet.
    init() async throws {
        site = try await .trusting(at: Date())
        let runtime = try SimulatedRuntime(.serves(.new, []))
        self.runtime = runtime
        try FileManager.default.createDirectory(
            atPath: site.path("plugged"), withIntermediateDirectories: true)
        try site.write(
            #"{"format": "keybound sentinel 1", "runtime": {"port": \#(runtime.port)}}"#,
            to: "sentinel.json")
        try plugInHASP()
    }

    deinit {
        program?.send(SIGKILL)
        runtime?.stop()
    }

    /// Issues and installs a license for the key.
    /// - Returns: its ID.
    @discardableResult
    func install(_ name: String, seats: Int, _ options: [String] = []) async throws -> String {
        try await site.issue(
            name, bind: "key:" + site.path("key.json"), ["--seats", "\(seats)"] + options)
        let installed = try await succeed("license", "install", site.path(name), "--json")
        let claims = try Claims(parsing: Array(installed.utf8))
        return try claims.required("license", claims.claims("license")).text("id")
    }

    // MARK: - The key

    private var keyFile: String { site.path("plugged/key") }

    /// One without a counter: a simulated key whose process is killed forgets how far it has counted.
    private func plugIn() throws {
        try site.write(
            #"{"model": "qqqqqqqqqqqqqqqqqqqqqg", "counter": 0, "credentials": [], "hasCounter": false}"#,
            to: "plugged/key")
    }

    /// The file goes, so the key is gone.
    func pull() throws {
        try FileManager.default.moveItem(atPath: keyFile, toPath: site.path("pulled"))
    }

    func plugInAgain() throws {
        try FileManager.default.moveItem(atPath: site.path("pulled"), toPath: keyFile)
    }

    /// - Parameters:
    ///   - port: where it is, which nobody can tell of several.
    ///   - others: the numbers of those that are there besides.
    func plugInHASP(_ port: Int = 101, beside others: [String] = []) throws {
        tell([Self.haspNumber] + others)
        try site.write("", to: "plugged/hasp-\(port)")
    }

    func pullHASP(_ port: Int = 101, leaving others: [String] = []) throws {
        tell(others)
        try FileManager.default.removeItem(atPath: site.path("plugged/hasp-\(port)"))
    }

    private func tell(_ numbers: [String]) {
        runtime?.setManner(.serves(.new, numbers.map { SimulatedRow($0) } + [.placeholder]))
    }

    // MARK: - Programs

    var socket: String { site.path("agent.sock") }

    var environment: [String: String] {
        [
            "PATH": "/usr/bin:/bin", "KEYBOUND_STATE_DIR": site.path("state"),
            "KEYBOUND_SIMULATED_KEYS": site.path("plugged"), "KEYBOUND_SOCKET": socket,
            "KEYBOUND_SENTINEL": runtime == nil ? nil : site.path("sentinel.json"),
        ].compactMapValues(\.self)
    }

    func keybound(_ arguments: [String]) async throws -> Program.Result {
        try await Program.built("keybound-simulated", environment: environment).run(arguments)
    }

    @discardableResult
    func succeed(_ arguments: String...) async throws -> String {
        let result = try await keybound(arguments)
        try #require(result.code == 0, "\(arguments): \(result.output) \(result.errors)")
        return result.output
    }

    var log: String {
        (try? String(contentsOfFile: site.path("daemon.log"), encoding: .utf8)) ?? ""
    }

    /// Starts the daemon, and waits until it grants seats, or for another status of its readiness.
    func start(
        _ options: [String] = [], readyWithin limit: Duration = .seconds(20), status: Int = 200
    ) async throws {
        // What an earlier one has said is no news.
        try? FileManager.default.removeItem(atPath: site.path("daemon.log"))
        let program = try await Program.built("keybound-simulated", environment: environment).start(
            ["serve", "--listen", "127.0.0.1:\(port)"] + options, errorsTo: site.path("daemon.log"))
        state.withLock { $0.program = program }
        let end = ContinuousClock.now + limit
        while .now < end {
            if let found = log.firstMatch(of: /port=(\d+)/), let port = UInt16(found.1) {
                state.withLock { $0.port = port }
                if try await self.status("GET", SeatPath.readiness) == status { return }
            }
            try await Task.sleep(for: .milliseconds(10))
        }
        Issue.record("the daemon is not ready: \(log)")
    }

    /// Ends it as a power cut does.
    func kill() async throws {
        program?.send(SIGKILL)
        _ = try await program?.wait()
    }

    // MARK: - HTTP

    /// Sends one request over a connection of its own.
    func call(
        _ method: String, _ path: String, _ json: JSONObject? = nil, headers: [String] = []
    ) async throws -> HTTPAnswer {
        let body = json?.compactBytes ?? []
        let head =
            ["\(method) \(path) HTTP/1.1", "Host: x", "Connection: close"] + headers
            + ["Content-Length: \(body.count)", "", ""]
        let bytes = Array(head.joined(separator: "\r\n").utf8) + body
        let address = try #require(ServiceAddress("127.0.0.1", port: port))
        return try await SystemThread.run {
            Result { () throws(ConnectionError) in
                try SocketConnection(to: address, until: .now + .seconds(20))
                    .exchange(bytes, atMost: 32 << 20)
            }
        }.get()
    }

    func status(_ method: String, _ path: String) async throws -> Int {
        // Nobody listens yet.
        (try? await call(method, path).status) ?? 0
    }

    func claims(_ path: String) async throws -> Claims {
        try Claims(parsing: await call("GET", path).body)
    }

    func waitUntilHeld(_ count: Int) async throws {
        let end = ContinuousClock.now + .seconds(20)
        while try await leases().count != count {
            try #require(.now < end, "expected \(count) leases")
            try await Task.sleep(for: .milliseconds(20))
        }
    }

    func leases() async throws -> [Claims] {
        try await claims(SeatPath.leases).list("leases") ?? []
    }
}

/// A client of a seat server, as the test plays it.
struct SeatHand: Sendable {
    let lease: LeaseID
    let secret: [UInt8]
    let nonce: Nonce
    let user: String
    let host: String

    init(user: String = "ann", host: String = "pc-1") throws {
        var generator = SystemRandomNumberGenerator()
        lease = try #require(LeaseID(bytes: (0..<16).map { _ in .random(in: 0...255) }))
        secret = (0..<32).map { _ in .random(in: 0...255) }
        nonce = Nonce(from: &generator)
        self.user = user
        self.host = host
    }

    init(lease: LeaseID, secret: [UInt8], of other: SeatHand) {
        self.lease = lease
        self.secret = secret
        (nonce, user, host) = (other.nonce, other.user, other.host)
    }

    func request(waits: Bool = false) -> SeatRequest {
        SeatRequest(
            lease: lease, secretHash: SeatSecret.hash(secret), nonce: nonce,
            product: RunningSeats.product, feature: nil, user: user, host: host, session: "1",
            waits: waits)
    }

    func claim(at seats: RunningSeats, waits: Bool = false) async throws -> HTTPAnswer {
        try await seats.call("POST", SeatPath.leases, request(waits: waits).json)
    }

    func renew(at seats: RunningSeats) async throws -> Claims {
        let renewals = SeatRenewals([
            SeatRenewals.Renewal(lease: lease, secret: secret, nonce: nonce)
        ])
        let answer = try await seats.call("POST", SeatPath.renewals, renewals.json)
        return try #require(try Claims(parsing: answer.body).list("leases")?.first)
    }

    func release(at seats: RunningSeats) async throws -> HTTPAnswer {
        try await seats.call(
            "DELETE", "\(SeatPath.leases)/\(lease)",
            headers: ["\(SeatPath.secretHeader): \(Base64URL.encode(secret))"])
    }
}

extension HTTPAnswer {
    var claims: Claims { get throws { try Claims(parsing: body) } }
    var code: String? { try? claims.string("code") }
}
