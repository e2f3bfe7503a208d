import FileSystem
import Foundation
import PlainHTTP
import SimulatedRuntime
import Testing

@testable import HASP

/// The service of a run-time, over real TCP.
@Suite(.serialized, .timeLimit(.minutes(5))) struct RuntimeServiceTests {
    private func service(
        _ port: UInt16, passwordFile: String? = nil, isTrusted: Bool = true
    ) throws -> RuntimeService {
        RuntimeService(
            at: try #require(ServiceAddress("127.0.0.1", port: port)),
            credentials: passwordFile.map { file in
                RuntimeCredentials(user: "admin", passwordFile: file) { isTrusted }
            })
    }

    private func keys(_ manner: RuntimeManner) throws -> [RuntimeKey] {
        let runtime = try SimulatedRuntime(manner)
        defer { runtime.stop() }
        return try service(runtime.port).keys()
    }

    /// What comes of asking, and whether it came in the time that a start can spare.
    private func error(_ manner: RuntimeManner) throws -> RuntimeError? {
        let runtime = try SimulatedRuntime(manner)
        defer { runtime.stop() }
        return try error(of: try service(runtime.port))
    }

    private func error(of service: RuntimeService) throws -> RuntimeError? {
        let began = ContinuousClock.now
        defer { #expect(.now - began < .milliseconds(1500)) }
        do throws(RuntimeError) {
            _ = try service.keys()
            return nil
        } catch {
            return error
        }
    }

    @Test(arguments: RuntimeVersion.allCases)
    func `every version tells the keys of its own computer and no others`(
        version: RuntimeVersion
    ) throws {
        let rows: [SimulatedRow] = [
            .key(978_493_417), .placeholder, .network(1), .detached(2), .software(3), .key(18),
        ]
        #expect(
            try keys(.serves(version, rows)) == [
                RuntimeKey(id: 978_493_417, model: "Sentinel HL Max"),
                RuntimeKey(id: 18, model: "Sentinel HL Max"),
            ])
        #expect(try keys(.serves(version, [.placeholder])).isEmpty)
    }

    @Test func `a page of features that fails hides no key that says where it is`() throws {
        let page =
            #"/*JSON:devices*/{"haspid":"7","typ":"HASP HL Pro","isloc":"1"},"#
            + #"{"haspid":"8","typ":"HASP HL Pro"},{"cnt":"2"}"#
        let answer = "HTTP/1.1 200 OK\r\nContent-Length: \(page.utf8.count)\r\n\r\n\(page)"
        #expect(try keys(.answers(["tab_dev": answer])).map(\.id) == [7])
        let nowhere = page.replacing(#","isloc":"1""#, with: "")
        let other =
            "HTTP/1.1 200 OK\r\nContent-Length: \(nowhere.utf8.count)\r\n\r\n\(nowhere)"
        #expect(try error(.answers(["tab_dev": other])) == .http(status: 404))
    }

    @Test
    func `a password is shown only when it is asked for, and to nobody in the run-time's place`()
        throws
    {
        let path = NSTemporaryDirectory() + "password-\(UInt64.random(in: 0 ... .max))"
        defer { try? FileManager.default.removeItem(atPath: path) }
        try NamedFile.add(path, with: Array("secret".utf8), mode: 0o600)
        let open = try SimulatedRuntime(.serves(.new, [.key(7)]))
        defer { open.stop() }
        #expect(try service(open.port, passwordFile: path).keys().map(\.id) == [7])
        #expect(!open.heads.contains { $0.contains("Authorization") })
        let runtime = try SimulatedRuntime(.protects(credentials: "x", [.key(7)]))
        defer { runtime.stop() }
        let stranger = try service(runtime.port, passwordFile: path, isTrusted: false)
        #expect(try error(of: stranger) == .stranger)
        #expect(!runtime.heads.contains { $0.contains("Authorization") })
    }

    @Test(arguments: RuntimeVersion.allCases)
    func `only pages that show something are asked for`(version: RuntimeVersion) throws {
        let runtime = try SimulatedRuntime(.serves(version, [.key(7)]))
        defer { runtime.stop() }
        _ = try service(runtime.port).keys()
        #expect(!runtime.requests.isEmpty)
        for line in runtime.requests {
            #expect(line.hasPrefix("GET /_int_/tab_"), "\(line)")
        }
    }

    @Test func `nobody at the port is unreachable`() throws {
        let runtime = try SimulatedRuntime(.hangs)
        runtime.stop()
        let service = try service(runtime.port)
        // The listener is closed by its own thread.
        while try error(of: service) == .silent {}
        #expect(try error(of: service) == .unreachable(errno: ECONNREFUSED))
    }

    @Test func `a run-time that does not answer is given up after a second`() throws {
        #expect(try error(.hangs) == .silent)
        #expect(try error(.drips) == .silent)
        #expect(
            try error(.stops(after: "HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\n/*JSON"))
                == .silent)
    }

    @Test func `what is no run-time is told as such`() throws {
        #expect(try error(.says("\u{0}\u{1}\u{2}garbage\u{7f}")) == .malformed)
        #expect(try error(.says("")) == .malformed)
        let page = "<html><body>It works!</body></html>"
        #expect(
            try error(.says("HTTP/1.1 200 OK\r\nContent-Length: \(page.utf8.count)\r\n\r\n\(page)"))
                == .malformed)
        #expect(
            try error(.says("HTTP/1.1 500 Error\r\n\r\n<html>500</html>")) == .http(status: 500))
        #expect(try error(.says("HTTP/1.1 302 Found\r\nLocation: /\r\n\r\n")) == .http(status: 302))
        #expect(try error(.says("HTTP/1.1 404 Not Found\r\n\r\n")) == .http(status: 404))
    }

    @Test func `half an answer is none`() throws {
        let page = #"/*JSON:devices*/{"haspid":"7","typ":"HASP HL Pro","isloc":"1"},"#
        #expect(try error(.says("HTTP/1.1 200 OK\r\n\r\n\(page)")) == .malformed)
        #expect(
            try error(.says("HTTP/1.1 200 OK\r\nContent-Length: 999\r\n\r\n\(page){\"cnt\":1}"))
                == .malformed)
        // Cut between two records, with no length that would tell.
        #expect(
            try error(.says("HTTP/1.1 200 OK\r\n\r\n\(page.dropLast())")) == .malformed)
        #expect(try error(.says("HTTP/1.1 200 OK\r\n\r\n\(page){\"cnt\":1}")) == nil)
    }

    @Test func `an answer of 10 MB is not read to its end`() throws {
        #expect(try error(.floods(10 << 20)) == .tooLarge(limit: 1 << 20))
    }

    @Test func `an error of the run-time itself is told with its number`() throws {
        let page = "/*JSON:devices*/{\"cnt\":0}/*<admin_status><code>15</code></admin_status>*/"
        #expect(try error(.says("HTTP/1.1 200 OK\r\n\r\n\(page)")) == .refused(code: 15))
    }

    @Test func `a run-time that wants a password gets it from a file of its owner alone`() throws {
        let path = NSTemporaryDirectory() + "password-\(UInt64.random(in: 0 ... .max))"
        defer { try? FileManager.default.removeItem(atPath: path) }
        let credentials = Data("admin:open sesame".utf8).base64EncodedString()
        let runtime = try SimulatedRuntime(.protects(credentials: credentials, [.key(7)]))
        defer { runtime.stop() }
        #expect(try error(of: try service(runtime.port)) == .unauthorized)
        let service = try service(runtime.port, passwordFile: path)
        guard case .password(.file) = try error(of: service) else {
            Issue.record("a password file that is not there")
            return
        }
        try NamedFile.add(path, with: Array("open sesame\n".utf8), mode: 0o644)
        #expect(try error(of: service) == .password(.notPrivate(path: path)))
        #expect(chmod(path, 0o600) == 0)
        #expect(try service.keys().map(\.id) == [7])
    }

    @Test func `an address is an IP address, and nothing that has to be looked up`() {
        for text in ["", "localhost", "127.1", "1.2.3.4.5", "::g", "127.0.0.1 ", "[::1]"] {
            #expect(ServiceAddress(text, port: 1947) == nil, "\(text)")
        }
        #expect(ServiceAddress("127.0.0.1", port: 0) == nil)
        #expect(ServiceAddress("127.0.0.1", port: 1947)?.isLoopback == true)
        #expect(ServiceAddress("::1", port: 1947)?.isLoopback == true)
        #expect(ServiceAddress("172.17.0.1", port: 1947)?.isLoopback == false)
        #expect(ServiceAddress("::1", port: 1947)?.description == "[::1]:1947")
    }
}
