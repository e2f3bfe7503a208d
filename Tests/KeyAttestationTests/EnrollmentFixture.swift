import FIDO2
import Foundation
import KeyAttestation
import LicenseBinding
import SimulatedKeys

/// An enrollment file that must be believed or refused; a refused one begins with the reason.
///
/// `Fixtures/accepted` and `Fixtures/refused` hold them. Keys sign something else each time, so the
/// stored files are what counts; with `KEYBOUND_WRITE_FIXTURES=1` in the environment new ones are written.
struct EnrollmentFixture {
    let name: String
    let bytes: [UInt8]

    static func accepted() throws -> [EnrollmentFixture] { try written.get().read("accepted") }
    static func refused() throws -> [EnrollmentFixture] { try written.get().read("refused") }

    private static let written = Result {
        let folder = Folder(
            url: URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Fixtures"))
        if ProcessInfo.processInfo.environment["KEYBOUND_WRITE_FIXTURES"] == "1" {
            try folder.write(made, to: "accepted")
            try folder.write(spoiled, to: "refused")
        }
        return folder
    }

    private struct Folder {
        let url: URL

        func read(_ name: String) throws -> [EnrollmentFixture] {
            let files = try FileManager.default.contentsOfDirectory(
                at: url.appending(path: name), includingPropertiesForKeys: nil)
            return try files.map { file in
                EnrollmentFixture(
                    name: file.deletingPathExtension().lastPathComponent,
                    bytes: [UInt8](try Data(contentsOf: file)))
            }
        }

        func write(_ files: [(String, JSONObject)], to name: String) throws {
            let folder = url.appending(path: name)
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
            for (name, json) in files {
                try Data(json.file).write(to: folder.appending(path: name + ".json"))
            }
        }
    }
}

extension EnrollmentFixture {
    private static var made: [(String, JSONObject)] {
        get throws {
            let maker = try SimulatedMaker()
            let model = SimulatedKey().model
            return [
                ("attested-by-itself", try enrollment(.itself)),
                ("attested-by-nobody", try enrollment(.nobody)),
                ("attested-by-a-maker", try enrollment(.maker(maker.certify(model)))),
                (
                    "attested-through-an-issuer",
                    try enrollment(.maker(maker.certify(model, through: true)))
                ),
                ("without-a-counter", try enrollment(.itself) { $0.counter = .none }),
            ]
        }
    }

    private static var spoiled: [(String, JSONObject)] {
        get throws {
            let whole = try enrollment(.itself)
            let other = try enrollment(.itself)
            let model = [UInt8](repeating: 0xbb, count: 16)
            func with(_ member: String, _ value: JSONValue?) -> JSONObject {
                var json = whole
                json[member] = value
                return json
            }
            func attestation(_ member: String, _ value: JSONValue?) -> JSONObject {
                guard case .object(var attestation)? = whole["attestation"] else { return whole }
                attestation[member] = value
                return with("attestation", .object(attestation))
            }
            guard case .array(let tests)? = whole["selfTest"] else { return [] }
            return [
                ("MALFORMED-format-unknown", with("format", "keybound enrollment 9")),
                ("MALFORMED-nonce-short", with("nonce", "AAAA")),
                ("MALFORMED-no-attestation", with("attestation", nil)),
                ("MALFORMED-statement-padded", attestation("statement", "AAA=")),
                ("MALFORMED-self-test-text", with("selfTest", "twice")),
                ("ATTESTATION-other-publisher", with("publisher", "another")),
                ("ATTESTATION-other-nonce", with("nonce", other["nonce"])),
                ("ATTESTATION-statement-empty", attestation("statement", "")),
                (
                    "ATTESTATION-certificate-of-another-model",
                    try enrollment(.maker(SimulatedMaker().certify(model)))
                ),
                ("SELF_TEST-missing", with("selfTest", .array([]))),
                ("SELF_TEST-once", with("selfTest", .array([tests[0]]))),
                ("SELF_TEST-repeated", with("selfTest", .array([tests[0], tests[0]]))),
                ("SELF_TEST-of-another-key", with("selfTest", other["selfTest"])),
                ("COUNTER-falls", try enrollment(.itself) { $0.counter = .falling }),
            ]
        }
    }

    private static func enrollment(
        _ voucher: SimulatedVoucher,
        _ change: @Sendable (inout SimulatedKeyQuirks) -> Void = { _ in }
    ) throws -> JSONObject {
        let key = SimulatedKey()
        key.set(voucher)
        key.set(change)
        let random = (0..<Nonce.count).map { _ in UInt8.random(in: 0 ... .max) }
        guard let nonce = Nonce(random) else { preconditionFailure("as many bytes as a nonce has") }
        return try Enrollment.made(by: key, for: "root", nonce: nonce).json
    }
}
