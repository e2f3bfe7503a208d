import CenterClient
import CenterProtocol
import CommandRuns
import Foundation
import HTTPAsking
import LicenseBinding
import Programs
import Synchronization
import TestPublisher
import Testing

/// A center that is killed again and again while many sites ask it.
@Suite(.timeLimit(.minutes(5)))
struct CenterCrashTests {
    private static let (kills, clients) = (100, 50)

    /// What the sites were answered.
    private final class Answers: Sendable {
        let licenses = Mutex<[Int: String]>([:])
        let next = Mutex(0)
        let isOver = Mutex(false)
    }

    private func request(_ kit: SoldKit, workplace: Int) throws -> JSONObject {
        let id = "crash-test-workplace-\(workplace)-of-many"
        let claims = JSONObject([
            "requestID": .string(id), "registration": .string(kit.registration),
            "computer": .string("computer-\(workplace)"), "operation": "first-run",
            "pin": .string(kit.pin(workplace: workplace)),
            "licensee": .object(JSONObject(["name": "Example Institute"])),
            "binding": .object(
                JSONObject([
                    "mode": "key",
                    "keys": .array([
                        .object(JSONObject(["id": .string("hasp:\(workplace)")]))
                    ]),
                ])),
        ])
        return try ActivationRequest(parsing: claims.compactBytes).json
    }

    @Test func `killed a hundred times under fifty activations, it loses and doubles nothing`()
        async throws
    {
        let running = try await RunningCenter()
        let kit = try await running.kit(5000)
        try await running.start()
        let (url, port) = (running.url, running.port)
        let answers = Answers()
        try await withThrowingTaskGroup { tasks in
            for _ in 0..<Self.clients {
                tasks.addTask { try await self.ask(url, kit, answers) }
            }
            for _ in 0..<Self.kills {
                try await Task.sleep(for: .milliseconds(Int.random(in: 5...200)))
                try await running.kill()
                try await running.start(port: port)
            }
            answers.isOver.withLock { $0 = true }
            try await tasks.waitForAll()
        }
        let answered = answers.licenses.withLock(\.self)
        #expect(answered.count > Self.kills, "\(answered.count)")
        // Every PIN at most once, and every answered license is there.
        let show = try await running.center(["kit", "show", kit.registration, "--json"])
        let json = try JSONScanner.value(of: Array(show.output.utf8))
        let licenses = json["licenses"]?.elements ?? []
        let workplaces = licenses.compactMap { license -> Int64? in
            guard case .integer(let number)? = license["workplace"] else { return nil }
            return number
        }
        #expect(Set(workplaces).count == licenses.count)
        let ids = Set(licenses.compactMap { $0["id"]?.text })
        var reader = try reader(running)
        for (_, file) in answered {
            #expect(ids.contains(try reader.license(Array(file.utf8)).id.description))
        }
        let active = json["pins"]?.elements.count { $0["state"] == "active" }
        #expect(active == licenses.count)
        let audit = try await running.center(["audit", "verify"])
        #expect(audit.code == 0, "\(audit.output)")
    }

    private func reader(_ running: RunningCenter) throws -> DocumentReader {
        let root = try Data(contentsOf: URL(filePath: running.site.path("home/publisher.jwk")))
        return DocumentReader(trusting: [try PublisherRoot(parsing: Array(root))])
    }

    /// Activates one workplace after the other; the same request again until it is answered.
    private func ask(_ url: String, _ kit: SoldKit, _ answers: Answers) async throws {
        let connection = try CenterConnection(
            to: #require(ServerAddress(url)), trusting: nil, onWait: { _, _ in })
        while !answers.isOver.withLock(\.self) {
            let workplace = answers.next.withLock { next in
                next += 1
                return next
            }
            guard workplace <= 5000 else { return }
            let request = try request(kit, workplace: workplace)
            let body = try await answer(of: connection, to: request)
            let license = try LicenseGrant(parsing: body).license
            answers.licenses.withLock { $0[workplace] = license }
        }
    }

    /// The answer, however often the center is killed meanwhile.
    private func answer(
        of connection: CenterConnection, to request: JSONObject
    ) async throws -> [UInt8] {
        while true {
            let result = await result(of: connection, to: request)
            guard case .failure(.unreachable) = result else { return try result.get() }
            try await Task.sleep(for: .milliseconds(20))
        }
    }

    private func result(
        of connection: CenterConnection, to request: JSONObject
    ) async -> Result<[UInt8], CenterError> {
        do throws(CenterError) {
            return .success(try await connection.send(CenterPath.activations, request))
        } catch {
            return .failure(error)
        }
    }
}
