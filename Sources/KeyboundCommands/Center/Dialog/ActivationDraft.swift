import CenterClient
import CenterProtocol
import FileSystem
import HTTPAsking
import LicenseBinding
import LicenseStore

/// What a person has answered so far, in `requests/draft.json` (0600) until the license is there: an interrupted dialog
/// goes on where it was, and nothing is typed twice. It holds the PIN, and is removed at the end.
struct ActivationDraft {
    enum Step: String, CaseIterable {
        case channel, center, registration, pin, entitlement, terms, operation, changes, licensee
        case binding, review
    }

    private static let (name, limit) = ("draft.json", 1 << 20)

    var channel: ActivationChannel?
    var center: String?
    var registration: RegistrationNumber?
    var pin: PIN?
    var entitlement: EntitlementNumber?
    var termsCode: TermsCode?
    var operation: ActivationRequest.Operation?
    var isUnchanged: Bool?
    var licensee: LicenseeData?
    var binding: String?
    /// Those that were answered; the answers of others are only what stands there first.
    var answered: Set<Step> = []

    init() {}

    /// - Returns: nothing if no dialog was interrupted.
    init?(in store: LicenseStore) {
        let folder = store.own.folder("requests")
        // What cannot be read is asked anew.
        guard let file = try? folder.read(Self.name, atMost: Self.limit),
            let draft = try? ActivationDraft(Claims(parsing: file))
        else { return nil }
        self = draft
    }

    private init(_ claims: Claims) throws(Defect) {
        channel = try claims.word("channel", ActivationChannel.self)
        center = try claims.string("center")
        registration = try claims.string("registration").flatMap { RegistrationNumber($0) }
        pin = try claims.string("pin").flatMap { try? PIN($0) }
        entitlement = try claims.string("entitlement").flatMap { EntitlementNumber($0) }
        termsCode = try claims.string("termsCode").flatMap { TermsCode($0) }
        operation = try claims.word("operation", ActivationRequest.Operation.self)
        isUnchanged = try claims.bool("isUnchanged")
        licensee = try claims.optional("licensee", LicenseeData.init)
        binding = try claims.string("binding")
        answered = Set(try (claims.strings("answered") ?? []).compactMap(Step.init))
        // What cannot be read any more is asked anew.
        if channel == nil { answered.remove(.channel) }
        if center.flatMap({ ServerAddress($0) }) == nil { answered.remove(.center) }
        if registration == nil { answered.remove(.registration) }
        if pin == nil { answered.remove(.pin) }
        if entitlement == nil { answered.remove(.entitlement) }
        if termsCode == nil { answered.remove(.terms) }
        if operation == nil { answered.remove(.operation) }
        if licensee == nil { answered.remove(.licensee) }
        if binding.flatMap({ SiteAnchor(argument: $0) }) == nil { answered.remove(.binding) }
    }

    func keep(in store: LicenseStore) throws {
        let json = JSONObject([
            "channel": channel.map { .string($0.rawValue) },
            "center": center.map { .string($0) },
            "registration": registration.map { .string($0.description) },
            "pin": pin.map { .string($0.printed) },
            "entitlement": entitlement.map { .string($0.description) },
            "termsCode": termsCode.map { .string($0.description) },
            "operation": operation.map { .string($0.rawValue) },
            "isUnchanged": isUnchanged.map { .bool($0) },
            "licensee": licensee.map { .object($0.json) },
            "binding": binding.map { .string($0) },
            "answered": .strings(Step.allCases.filter(answered.contains).map(\.rawValue)),
        ])
        let folder = store.own.folder("requests")
        do throws(FileError) {
            try folder.create(mode: 0o700)
            try folder.replace(Self.name, with: json.file, mode: 0o600)
        } catch {
            throw StoreError.file(error)
        }
    }

    static func remove(in store: LicenseStore) {
        // Where there is none, there is none to remove.
        try? store.own.folder("requests").remove(name)
    }
}
