import Foundation
import LicenseBinding
import Programs
import SeatProtocol
import Testing

/// What goes over one connection to a seat server (RFC 9112).
@Suite(.timeLimit(.minutes(5)))
struct SeatConnectionTests {
    /// A request that waits for the disk.
    private static var claim: String {
        get throws {
            let body = JSONValue.object(try SeatHand().request().json).compact
            return
                "POST \(SeatPath.leases) HTTP/1.1\r\nHost: x\r\nContent-Length: \(body.utf8.count)\r\n\r\n\(body)"
        }
    }
    /// One that is answered at once.
    private let health = "GET \(SeatPath.health) HTTP/1.1\r\nHost: x\r\n\r\n"

    /// Sends bytes as they are, and reads until the server closes, or for one more second after a number of answers.
    /// - Returns: what it has said, and then a line that says `closed` or `open`.
    private func exchange(
        _ text: String, with seats: RunningSeats, answers: Int = 0
    ) async throws -> String {
        try await Program("/usr/bin/python3").run([
            "-c",
            """
            import socket, sys
            connection = socket.create_connection(("127.0.0.1", int(sys.argv[1])), 10)
            connection.sendall(sys.argv[2].encode())
            wanted = int(sys.argv[3])
            said, end = b"", "closed"
            connection.settimeout(90)
            try:
                while part := connection.recv(65536):
                    said += part
                    if wanted and said.count(b"HTTP/1.1 ") >= wanted: connection.settimeout(1)
            except TimeoutError:
                end = "open"
            print(said.decode() + "\\n" + end)
            """, "\(seats.port)", text, "\(answers)",
        ]).output
    }

    private func statuses(_ said: String) -> [String] {
        said.matches(of: /HTTP\/1\.1 (\d+)/).map { String($0.1) }
    }

    private func ending(_ said: String) -> Substring {
        said.split(separator: "\n").last ?? ""
    }

    @Test func `requests that come together are answered one after the other`() async throws {
        let seats = try await RunningSeats(seats: 3)
        try await seats.start()
        let claim = try Self.claim
        // A claim waits for the disk, and nobody passes it.
        let said = try await exchange(
            claim + health + claim + health + "PUT ", with: seats, answers: 4)
        #expect(statuses(said) == ["201", "200", "200", "200"])
        let parts = said.split(separator: "HTTP/1.1 ")
        #expect(parts.map { $0.contains("\"grant\"") } == [true, false, true, false])
        #expect(ending(said) == "open")
        let many = try await exchange(
            String(repeating: health, count: 500), with: seats, answers: 500)
        #expect(statuses(many).count == 500)
    }

    @Test func `a connection ends when its client says so`() async throws {
        let seats = try await RunningSeats(seats: 1)
        try await seats.start()
        let head = "GET \(SeatPath.health) HTTP/1.1\r\nHost: x\r\n"
        for (request, end) in [
            (head + "\r\n", "open"), (head + "Connection: close\r\n\r\n", "closed"),
            ("GET \(SeatPath.health) HTTP/1.0\r\n\r\n", "closed"),
        ] {
            let said = try await exchange(request, with: seats, answers: end == "open" ? 1 : 0)
            #expect(statuses(said) == ["200"])
            #expect(ending(said) == end, "\(request)")
        }
    }

    @Test func `what comes after the last request is nobody's, and takes no answer away`()
        async throws
    {
        let seats = try await RunningSeats(seats: 2)
        try await seats.start()
        let claim = try Self.claim
        let last = claim.replacing("Host: x\r\n", with: "Host: x\r\nConnection: close\r\n")
        for text in [last + health, claim + "NONSENSE\r\n\r\n", last + "NONSENSE\r\n\r\n"] {
            let said = try await exchange(text, with: seats)
            #expect(["200", "201"].contains(statuses(said).joined()), "\(text)")
            #expect(said.contains("\"grant\""))
            #expect(ending(said) == "closed")
        }
    }

    @Test func `a connection that is idle is cut, also after requests that came together`()
        async throws
    {
        let seats = try await RunningSeats(seats: 1)
        try await seats.start()
        let claim = try Self.claim
        async let one = exchange(health, with: seats)
        async let two = exchange(claim + health, with: seats)
        #expect(try await ending(one) == "closed")
        #expect(try await ending(two) == "closed")
    }

    @Test func `a path with its host before it is the same path`() async throws {
        let seats = try await RunningSeats(seats: 1)
        try await seats.start()
        for target in [
            SeatPath.health + "?x=1", "http://x\(SeatPath.health)",
            "http://x:1\(SeatPath.health)?y",
        ] {
            let said = try await exchange(
                "GET \(target) HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n", with: seats)
            #expect(statuses(said) == ["200"], "\(target)")
        }
    }

    @Test func `what is no HTTP is told so, and cut`() async throws {
        let seats = try await RunningSeats(seats: 1)
        try await seats.start()
        for text in ["NONSENSE\r\n\r\n", "GET / HTTP/1.1\r\nContent-Length: x\r\n\r\n"] {
            let said = try await exchange(text, with: seats)
            #expect(statuses(said) == ["400"], "\(text)")
            #expect(ending(said) == "closed")
        }
    }

    @Test func `a request that is too large is answered before all of it is there`() async throws {
        let seats = try await RunningSeats(seats: 1)
        try await seats.start()
        let head =
            "POST \(SeatPath.leases)?x HTTP/1.1\r\nHost: x\r\nContent-Length: 99999999\r\n\r\n"
        #expect(statuses(try await exchange(head, with: seats, answers: 1)) == ["413"])
        let chunked =
            "POST \(SeatPath.leases)?x HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n4e20\r\n"
        let said = try await exchange(
            chunked + String(repeating: " ", count: 20_000), with: seats, answers: 1)
        #expect(statuses(said) == ["413"])
        // One that renews many leases may be larger.
        let renewals =
            "POST \(SeatPath.renewals)?x HTTP/1.1\r\nHost: x\r\nContent-Length: 20000\r\n\r\n"
        let read = try await exchange(
            renewals + String(repeating: " ", count: 20_000), with: seats, answers: 1)
        #expect(statuses(read) == ["400"])
    }

    @Test func `who asks whether his body is wanted is told so, before he sends it`() async throws {
        let seats = try await RunningSeats(seats: 1)
        try await seats.start()
        let claim = try Self.claim.replacing(
            "Host: x\r\n", with: "Host: x\r\nExpect: 100-Continue\r\n")
        let end = try #require(claim.range(of: "\r\n\r\n")).upperBound
        let asked = try await exchange(String(claim[..<end]), with: seats, answers: 1)
        #expect(statuses(asked) == ["100"])
        let said = try await exchange(claim + health, with: seats, answers: 3)
        #expect(statuses(said) == ["100", "201", "200"])
        let large = claim.replacing(
            /Content-Length: \d+/, with: "Content-Length: 99999999")
        #expect(statuses(try await exchange(large, with: seats, answers: 1)) == ["413"])
    }

    @Test func `what comes behind an answer that does not end is not read`() async throws {
        let seats = try await RunningSeats(seats: 1)
        try await seats.start()
        let taken = try await Program("/usr/bin/python3").run([
            "-c",
            """
            import socket, sys
            connection = socket.create_connection(("127.0.0.1", int(sys.argv[1])), 10)
            connection.settimeout(2)
            connection.sendall(b"GET /v1/events HTTP/1.1\\r\\nHost: x\\r\\n\\r\\n")
            taken, more = 0, b"GET /healthz HTTP/1.1\\r\\nHost: x\\r\\n\\r\\n" * 1000
            try:
                while taken < 100_000_000: taken += connection.send(more)
            except TimeoutError:
                pass
            print(taken)
            """, "\(seats.port)",
        ]).output
        // The kernel takes some of it, and the server no more than it reads at once.
        #expect(
            try #require(Int(taken.trimmingCharacters(in: .whitespacesAndNewlines))) < 50_000_000)
        #expect(try await seats.status("GET", SeatPath.health) == 200)
    }

    @Test func `the answer to HEAD is its head alone`() async throws {
        let seats = try await RunningSeats(seats: 1)
        try await seats.start()
        let said = try await exchange(
            "HEAD \(SeatPath.health) HTTP/1.1\r\nHost: x\r\n\r\nGET \(SeatPath.health) HTTP/1.1\r\nHost: x\r\n\r\n",
            with: seats, answers: 2)
        #expect(statuses(said) == ["405", "200"])
        #expect(!said.contains("METHOD_NOT_ALLOWED"))
    }
}
