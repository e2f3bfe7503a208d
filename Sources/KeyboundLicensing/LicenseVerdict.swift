import FoundationEssentials
package import LicenseBinding
import VerdictText

/// Whether a program may run, with the reasons: a value, as it was at one moment.
public struct LicenseVerdict: Hashable, Sendable {
    /// What speaks against a license, or is good to know of it.
    public struct Reason: Hashable, Sendable {
        /// The stable name, as `KEY_ABSENT`.
        public let code: String
        /// For a person: what is wrong, and for a refusal what was expected and found, and what to do.
        public let text: String
    }

    /// A way to a license that did not lead to one, and why.
    public struct PassedOver: Hashable, Sendable {
        public let route: LicenseRoute
        public let reason: Reason
    }

    public let isAccepted: Bool
    /// Why it is refused, the most telling reason first; empty if it is accepted.
    public let refusals: [Reason]
    /// What does not refuse it, but may one day.
    public let warnings: [Reason]
    /// The ID of the license that it is about.
    public let license: String?
    /// The IDs of the bound keys that are there.
    public let keys: [String]
    /// The way that led to it.
    public let route: LicenseRoute?
    /// The ways before it, in the order in which they were tried.
    public let passedOver: [PassedOver]
    /// How long the license still holds though its key is absent; nothing if the key is there or not needed.
    public let graceLeft: Duration?
    /// The most telling refusal itself.
    package let refusal: Refusal?
    private let document: JSONObject

    /// One JSON object: `{"verdict", "license", "route", "keys", "graceLeft", "refusals", "warnings", "passedOver"}`.
    public var json: String { JSONValue.object(document).compact }

    /// For a person, some lines.
    public var text: String {
        let head = isAccepted ? "The license holds." : nil
        // Who asks in vain should know of a daemon or a bus that could not be asked.
        let unasked = passedOver.map(\.reason).filter { reason in
            !isAccepted && (reason.code.hasPrefix("AGENT") || reason.code == "USB_FAILED")
        }
        return ([head].compactMap(\.self) + (refusals + unasked + warnings).map(\.text))
            .joined(separator: "\n")
    }
}

extension LicenseVerdict {
    init(
        _ verdict: Verdict, on license: LicenseID?, by route: LicenseRoute?,
        after passedOver: [PassedOver]
    ) {
        isAccepted = verdict.isAccepted
        refusal = verdict.refusals.first
        graceLeft = verdict.graceLeft
        self.license = license?.description
        self.route = route
        self.passedOver = passedOver
        switch verdict {
        case .accepted(let valid):
            refusals = []
            warnings = valid.warnings.map { Reason(code: $0.code, text: "Warning: " + $0.text) }
            keys = valid.keys.map(\.description)
        case .refused(let reasons):
            refusals = reasons.map { Reason($0) }
            warnings = []
            keys = []
        }
        let seconds = graceLeft.map { JSONValue.integer($0.components.seconds) }
        document = JSONObject([
            "license": .optional(self.license), "route": .optional(route?.rawValue),
            "keys": .strings(keys), "graceLeft": seconds ?? .null,
        ]).adding(verdict.json).adding(
            JSONObject(["passedOver": .array(passedOver.map { .object($0.json) })]))
    }
}

extension LicenseVerdict.Reason {
    init(_ refusal: Refusal) {
        let words = RefusalText(refusal)
        code = words.code
        text = """
            \(words.sentence)
              expected: \(words.expected)
              found: \(words.found)
              what to do: \(words.remedy)
            """
    }
}

extension LicenseVerdict.PassedOver {
    fileprivate var json: JSONObject {
        JSONObject([
            "route": .string(route.rawValue), "code": .string(reason.code),
            "text": .string(reason.text),
        ])
    }
}
