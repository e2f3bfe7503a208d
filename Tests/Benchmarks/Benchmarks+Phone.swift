import Dispatch
import LicenseBinding
import PhoneCodes
import Synchronization
import TestPublisher

extension Benchmarks {
    /// What licenses by phone cost the computer that asks for them.
    static func phone() throws {
        let story = PhoneStory()
        let request = try story.request
        let answer = try story.answer(to: request)
        let search = try story.search(request)
        try verification(of: answer, search)
        try repairs(of: answer, search)
        try commitment(story)
        try guesses(story, request, count: 1_000_000)
    }

    private static func verification(
        of answer: AnswerCode, _ search: PhoneAnswerSearch
    ) throws {
        let publisher = TestPublisher()
        let message = [UInt8](repeating: 1, count: 500)
        let signature = try publisher.issuingKey.signature(for: message)
        try Comparison(
            rounds: 200, calls: 20,
            {
                guard try search.license(typed: answer).typos.isEmpty else { preconditionFailure() }
            },
            against: {
                guard publisher.issuingKey.publicKey.isValid(signature, for: message[...]) else {
                    preconditionFailure()
                }
            }
        ).print(
            "An answer by phone, verified, its day found",
            reference: "one Ed25519 verification", leaving: "0.5 ms")
    }

    /// Every single wrong digit and every swap of neighbors.
    private static func repairs(of answer: AnswerCode, _ search: PhoneAnswerSearch) throws {
        let digits = Array(answer.text)
        var typos: [String] = []
        for place in digits.indices {
            for digit in "0123456789" where digit != digits[place] {
                var typed = digits
                typed[place] = digit
                typos.append(String(typed))
            }
            if place + 1 < digits.count, digits[place] != digits[place + 1] {
                var typed = digits
                typed.swapAt(place, place + 1)
                typos.append(String(typed))
            }
        }
        let times = try typos.map { text in
            let typed = try AnswerCode(text)
            return try Measurement.time(of: 1) {
                guard try !search.license(typed: typed).typos.isEmpty else { preconditionFailure() }
            }
        }
        let measured = Measurement(times)
        Swift.print("An answer with one slip, found and mended, \(times.count) of \(times.count)")
        Swift.print("  median     \(measured.median.short)  (aim: at most 10 ms)")
        Swift.print("  99 %       \(measured.quantile(0.99).short)")
        Swift.print("  longest    \(measured.quantile(1).short)")
    }

    private static func commitment(_ story: PhoneStory) throws {
        let document = story.document.bytes
        let times = try (0..<21).map { _ in
            try Measurement.time(of: 1) {
                _ = try Commitment(to: document, .firstRun, entitlement: 1)
            }
        }
        Swift.print("What a request commits to (Argon2id, 64 MiB)")
        Swift.print("  median     \(Measurement(times).median.short)  (meant: 50 to 150 ms)")
    }

    /// Digits by chance, whose check digits nobody looks at. Each is for the one of four keys that it names.
    private static func guesses(
        _ story: PhoneStory, _ request: RequestCode, count: Int
    ) throws {
        let keys = try (0...PhoneKey.highestNumber).map { number in
            var other = story
            other.keyNumber = number
            return try other.key.publicKey
        }
        let message = PhoneMessage(
            request, terms: story.phoneTerms.record(of: "1016547536", on: story.day))
        let accepted = Atomic(0)
        let looked = Atomic(0)
        let threads = 2
        DispatchQueue.concurrentPerform(iterations: threads) { _ in
            for _ in 0..<count / threads {
                let text = String((0..<120).map { _ in "0123456789".randomElement() ?? "0" })
                guard let signature = (try? AnswerCode(text))?.signature else { continue }
                looked.add(1, ordering: .relaxed)
                if keys[signature.keyNumber].open(signature)?.fits(message) == true {
                    accepted.add(1, ordering: .relaxed)
                }
            }
        }
        Swift.print("Answers by chance, \(count)")
        Swift.print(
            "  looked at  \(looked.load(ordering: .relaxed))  (the others are numbers that no signature has)"
        )
        Swift.print("  accepted   \(accepted.load(ordering: .relaxed))  (aim: 0)")
    }
}
