import CenterProtocol
import Foundation
import LicenseBinding
import Testing

/// Messages as they come over the network: folders of what must be accepted, and of what must be refused.
struct MessageTests {
    private static let folder = URL(filePath: #filePath).deletingLastPathComponent()
        .appending(path: "Fixtures")

    private static func files(_ name: String) -> [URL] {
        // A folder that cannot be read has no files, which a test notices.
        let files = try? FileManager.default.contentsOfDirectory(
            at: folder.appending(path: name), includingPropertiesForKeys: nil)
        return (files ?? []).sorted { $0.path < $1.path }
    }

    /// Reads a message by the beginning of its name.
    /// - Returns: the message as this side would send it.
    private static func read(_ file: URL) throws -> JSONObject {
        let body = Array(try Data(contentsOf: file))
        switch file.lastPathComponent {
        case let name where name.hasPrefix("activation"):
            return try ActivationRequest(parsing: body).json
        case let name where name.hasPrefix("challenge-request"):
            return try ChallengeRequest(parsing: body).json
        case let name where name.hasPrefix("challenge"):
            return try CenterChallenge(parsing: body).json
        case let name where name.hasPrefix("recovery"):
            return try RecoveryRequest(parsing: body).json
        case let name where name.hasPrefix("binding"):
            return try BindingRequest(parsing: body).json
        case let name where name.hasPrefix("emergency"):
            return try EmergencyRequest(parsing: body).json
        case let name where name.hasPrefix("exchange"):
            return try PhoneExchangeRequest(parsing: body).json
        case let name where name.hasPrefix("pin-query"): return try PINQuery(parsing: body).json
        case let name where name.hasPrefix("pin-report"): return try PINReport(parsing: body).json
        case let name where name.hasPrefix("time"): return try TimeRequest(parsing: body).json
        case let name where name.hasPrefix("grant"): return try LicenseGrant(parsing: body).json
        default: return try CenterProblem(parsing: body, status: 409).json
        }
    }

    @Test(arguments: files("accepted"))
    func `a message is read, and says the same when it is sent on`(_ file: URL) throws {
        let text = try String(contentsOf: file, encoding: .utf8)
        #expect(JSONValue.object(try Self.read(file)).compact + "\n" == text)
    }

    @Test(arguments: files("refused"))
    func `a message that is none is refused, and the reason repeats no PIN`(_ file: URL) throws {
        let error = #expect(throws: Defect.self) { try Self.read(file) }
        guard let said = error.map({ "\($0)" }),
            let claims = try? Claims(parsing: Array(Data(contentsOf: file))),
            let pin = try? claims.string("pin")
        else { return }
        #expect(!said.contains(pin), "\(said)")
    }

    @Test func `there are messages of each kind`() {
        #expect(Self.files("accepted").count >= 17)
        #expect(Self.files("refused").count >= 32)
    }
}
