import CenterProtocol
import Crypto
import LicenseBinding
import SiteBackup

/// What a licensing center hears, and what a site hears of it.
enum FuzzedCenter {
    private static let sealing = Curve25519.KeyAgreement.PrivateKey()

    static func read(_ input: [UInt8]) {
        // What was understood is sent on in a way that is understood the same.
        Fuzzed.again(try? ActivationRequest(parsing: input), \.json) {
            try ActivationRequest(parsing: $0)
        }
        Fuzzed.again(try? RecoveryRequest(parsing: input), \.json) {
            try RecoveryRequest(parsing: $0)
        }
        Fuzzed.again(try? BindingRequest(parsing: input), \.json) {
            try BindingRequest(parsing: $0)
        }
        Fuzzed.again(try? EmergencyRequest(parsing: input), \.json) {
            try EmergencyRequest(parsing: $0)
        }
        Fuzzed.again(try? PhoneExchangeRequest(parsing: input), \.json) {
            try PhoneExchangeRequest(parsing: $0)
        }
        Fuzzed.again(try? ChallengeRequest(parsing: input), \.json) {
            try ChallengeRequest(parsing: $0)
        }
        Fuzzed.again(try? PINQuery(parsing: input), \.json) { try PINQuery(parsing: $0) }
        Fuzzed.again(try? TimeRequest(parsing: input), \.json) { try TimeRequest(parsing: $0) }
        Fuzzed.again(try? TicketRequest(parsing: input), \.json) { try TicketRequest(parsing: $0) }
        if let request = try? SealedRequest(parsing: input) {
            // None of these is sealed to this key.
            let content = try? request.opened(by: sealing)
            precondition(content == nil)
        }
        if let archive = try? BackupArchive(parsing: input) {
            precondition((try? BackupArchive(parsing: archive.bytes)) == archive)
        }
        _ = try? SealedBackup.open(input, by: .privateKey(sealing))
        _ = try? TicketAnswer(parsing: input)
        _ = try? CenterChallenge(parsing: input)
        _ = try? PINReport(parsing: input)
        _ = try? LicenseGrant(parsing: input)
        _ = try? CenterProblem(parsing: input, status: 409)
        _ = try? PIN(String(decoding: input, as: UTF8.self))
        _ = RegistrationNumber(String(decoding: input, as: UTF8.self))
        _ = EntitlementNumber(String(decoding: input, as: UTF8.self))
        _ = TermsCode(String(decoding: input, as: UTF8.self))
    }
}
