import VerdictText

extension EnrollmentDefect: ExplainedError {
    package var text: String {
        switch self {
        case .attestation(let defect): defect.text
        case .selfTest(let defect):
            "it cannot prove itself without a touch: asked for a signature, it gave \(defect.text)"
        case .counter(let counter, let last):
            "it cannot prove itself: its counter of signatures was \(last) and then \(counter), and "
                + "must rise, or stay 0"
        }
    }
}

extension AttestationDefect {
    package var text: String {
        switch self {
        case .malformed: "its answer is malformed"
        case .unsupported(let form): "its attestation is of a kind that is not known here: \(form)"
        case .unreadable(let name): "its certificate cannot be read here: \(name)"
        case .signature: "its attestation has a signature that does not fit"
        case .model: "its certificate is for another model than it says it is"
        case .notInForce: "its certificate is not in force"
        case .unattested:
            "nobody vouches for it, as for a key in software, and the publisher takes only keys that "
                + "a trusted maker vouches for"
        case .untrusted(let issuer): "its maker is not one that the publisher trusts: \(issuer)"
        case .modelNotAllowed(let model): "the publisher does not take its model: \(model)"
        }
    }
}
