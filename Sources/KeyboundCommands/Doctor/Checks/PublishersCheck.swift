import LicenseStore

/// Whether the publishers of the licenses are trusted.
enum PublishersCheck {
    private static let add = "keybound publisher add FILE"

    static func findings(_ facts: SystemFacts) -> [Finding] {
        let broken = facts.store.rootProblems.map { $0.finding(.publishers, facts, then: [add]) }
        return (broken + untrusted(facts.store))
            .or(.publishers, "trusted publishers: \(facts.store.publishers)")
    }

    private static func untrusted(_ store: StoreFacts) -> [Finding] {
        let files = store.problems.filter(\.isUntrusted)
        guard store.publishers > 0 || files.isEmpty else {
            return [
                Finding(
                    .publishers, .mend,
                    "no publisher is trusted, and there are licenses: \(files.count)",
                    why: "A license counts when its publisher is trusted. Add the root that the "
                        + "publisher hands out:", [add])
            ]
        }
        return files.map { file in
            Finding(
                .publishers, .mend, of: file.path, file.cause.text,
                why: "If you trust the publisher, add the root that it hands out:", [add])
        }
    }
}
