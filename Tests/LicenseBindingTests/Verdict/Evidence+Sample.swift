import FoundationEssentials
import LicenseBinding
import TestPublisher

extension Evidence {
    /// The sample key in a port of the sample computer.
    static var sample: Evidence { sample([.sample()]) }

    static func sample(_ keys: [PresentKey], use: Use = .start) -> Evidence {
        var evidence = Evidence(time: TestTime.now)
        evidence.machine = .sample
        evidence.keys = keys
        evidence.use = use
        return evidence
    }
}

extension Verdict {
    /// The codes of the refusals; none if the license was accepted.
    var codes: [String] { refusals.map(\.code) }

    var refusals: [Refusal] {
        switch self {
        case .accepted: []
        case .refused(let refusals): refusals
        }
    }

    /// The license if it was accepted.
    var valid: ValidLicense? {
        switch self {
        case .accepted(let license): license
        case .refused: nil
        }
    }

    /// The warnings of an accepted license.
    var warnings: [Warning]? { valid?.warnings }
}
