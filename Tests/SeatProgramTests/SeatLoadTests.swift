import CommandRuns
import Foundation
import LicenseBinding
import PlainHTTP
import Programs
import SeatProtocol
import Testing

/// Those who are slow, too many, or mean no good: the others are served.
@Suite(.timeLimit(.minutes(5)))
struct SeatLoadTests {
    private func memory(of seats: RunningSeats) throws -> Int {
        let process = try #require(seats.program?.processIdentifier)
        let status = try String(contentsOfFile: "/proc/\(process)/status", encoding: .utf8)
        let line = status.split(separator: "\n").first { $0.hasPrefix("VmRSS:") } ?? ""
        return Int(line.split(separator: " ").dropFirst().first ?? "") ?? 0
    }

    @Test func `the document says what the server does, whatever it is asked`() async throws {
        let seats = try await RunningSeats(seats: 20, ["--feature", "export=3"])
        try await seats.start()
        let python = try #require(ProcessInfo.processInfo.environment["KEYBOUND_TEST_PYTHON"])
        // Else nobody would ever ask for a product that there is, and only refusals were looked at.
        try seats.site.write(
            """
            import schemathesis

            @schemathesis.hook
            def before_call(context, case, kwargs):
                if case.meta.generation.mode.is_positive and isinstance(case.body, dict):
                    if "product" in case.body:
                        case.body["product"] = "planner"
                    case.body.pop("feature", None)
            """, to: "hooks.py")
        let url = "http://127.0.0.1:\(seats.port)"
        let environment = ProcessInfo.processInfo.environment.merging([
            "SCHEMATHESIS_HOOKS": "hooks", "PYTHONPATH": seats.site.folder,
        ]) { $1 }
        let result = try await Program(
            URL(filePath: python).path, environment: environment, in: seats.site.folder
        ).run([
            "-m", "schemathesis.cli", "run", url + SeatPath.document, "--url", url, "--checks",
            "all", "--exclude-checks", "positive_data_acceptance,ensure_resource_availability",
            "--exclude-path",
            SeatPath.events, "--max-examples", "60", "--seed", "1", "--no-color",
        ])
        #expect(result.code == 0, "\(result.output.suffix(3000))")
        #expect(try await !seats.leases().isEmpty)
    }

    @Test func `ten thousand connections that say little take little, and are cut`() async throws {
        let seats = try await RunningSeats(seats: 50)
        try await seats.start()
        let before = try memory(of: seats)
        let crowd = try await Program("/usr/bin/python3").start([
            "-uc",
            """
            import resource, select, socket, sys, time
            soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
            resource.setrlimit(resource.RLIMIT_NOFILE, (min(hard, 12000), hard))
            port, all, begun = int(sys.argv[1]), [], time.time()
            for number in range(10000):
                try:
                    connection = socket.create_connection(("127.0.0.1", port), 5)
                except OSError:
                    continue
                try:
                    if number % 2:
                        connection.sendall(b"POST /v1/leases HTTP/1.1\\r\\nHost: x\\r\\n")
                except OSError:
                    pass
                connection.setblocking(False)
                all.append(connection)
            print("connected", len(all))
            while time.time() - begun < 60 and all:
                for connection in list(all):
                    try:
                        if connection.recv(100) == b"":
                            raise OSError()
                    except BlockingIOError:
                        try:
                            connection.send(b"X")
                            continue
                        except OSError:
                            pass
                    except OSError:
                        pass
                    all.remove(connection)
                    connection.close()
                time.sleep(1)
            print("left", len(all))
            """, "\(seats.port)",
        ])
        #expect(await crowd.line()?.hasPrefix("connected") == true)
        #expect(seats.log.contains("too many connections"))
        // One of them must end before there is room; the others are cut after their time.
        var served = 0
        let end = ContinuousClock.now + .seconds(60)
        while served < 20, .now < end {
            let hand = try SeatHand(user: "user-\(served)")
            if let answer = try? await hand.claim(at: seats), answer.status == 201 { served += 1 }
        }
        #expect(served == 20)
        #expect(try memory(of: seats) - before < 300 * 1024)
        #expect(await crowd.line() == "left 0")
    }
}
