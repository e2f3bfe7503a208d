import CenterProtocol
import LicensingCenter
import Testing

struct GuessLimiterTests {
    private let start = ContinuousClock.now
    private let registration: RegistrationNumber

    init() {
        var generator = SystemRandomNumberGenerator()
        registration = RegistrationNumber(using: &generator)
    }

    private func source(_ address: String) -> GuessLimiter.Source {
        GuessLimiter.Source(registration: registration, address: address)
    }

    private func attempt(
        _ limiter: GuessLimiter, _ address: String, at now: ContinuousClock.Instant
    ) -> GuessLimiter.Attempt? {
        guard case .attempt(let attempt) = limiter.admit(source(address), at: now) else {
            return nil
        }
        return attempt
    }

    private func wait(
        _ limiter: GuessLimiter, _ address: String, at now: ContinuousClock.Instant
    ) -> Duration? {
        switch limiter.admit(source(address), at: now) {
        case .wait(let wait): return wait
        case .attempt(let attempt):
            attempt.undecided()
            return nil
        }
    }

    @Test func `who fails waits twice as long each time, and never for ever`() {
        let limiter = GuessLimiter(at: start)
        var now = start
        var waits: [Duration] = []
        for _ in 0..<9 {
            attempt(limiter, "a", at: now)?.failed(at: now)
            let wait = wait(limiter, "a", at: now) ?? .zero
            waits.append(wait)
            now += wait
        }
        #expect(waits == [1, 2, 4, 8, 16, 32, 60, 60, 60].map { .seconds($0) })
        #expect(wait(limiter, "b", at: now) == nil)
    }

    @Test func `many guesses from many addresses have the budget, and the owner gets through`() {
        let limiter = GuessLimiter(at: start)
        var tried = 0
        for number in 0..<10_000 {
            // Ten seconds long, from 250 addresses.
            let now = start + .milliseconds(number)
            // The owner comes at any time, from an address that nobody knows yet.
            if number % 100 == 50 { #expect(wait(limiter, "owner", at: now) == nil, "\(number)") }
            guard let attempt = attempt(limiter, "10.0.0.\(number % 250)", at: now) else {
                continue
            }
            attempt.failed(at: now)
            tried += 1
        }
        #expect(250...(250 + 100 + 10 * 10 + 1) ~= tried, "\(tried)")
    }

    @Test func `who was right before is in nobody's way, even while all of the budget is used`() {
        let limiter = GuessLimiter(at: start)
        attempt(limiter, "owner", at: start)?.succeeded()
        for number in 0..<3000 { attempt(limiter, "a\(number)", at: start)?.failed(at: start) }
        #expect(wait(limiter, "stranger", at: start) != nil)
        #expect(wait(limiter, "owner", at: start) == nil)
    }

    @Test func `one address that asks all at once leaves the first attempts of others alone`() {
        let limiter = GuessLimiter(at: start)
        let attempts = (0..<5000).compactMap { _ in attempt(limiter, "a", at: start) }
        #expect(attempts.count == 101)
        #expect(wait(limiter, "owner", at: start) == nil)
        for attempt in attempts { attempt.failed(at: start) }
    }

    @Test func `what was not charged is not given back`() {
        let limiter = GuessLimiter(at: start)
        attempt(limiter, "owner", at: start)?.succeeded()
        attempt(limiter, "bot", at: start)?.failed(at: start)
        let later = start + .seconds(2)
        // All of the budget of those who have failed.
        let guesses = (0..<200).count { _ in attempt(limiter, "bot", at: later) != nil }
        for _ in 0..<50 { attempt(limiter, "owner", at: later)?.succeeded() }
        #expect(guesses == 100)
        #expect(wait(limiter, "bot", at: later) != nil)
    }

    @Test func `what is remembered is bounded`() {
        var limits = GuessLimiter.Limits()
        limits.most = 100
        let limiter = GuessLimiter(limits, at: start)
        for number in 0..<1000 { attempt(limiter, "a\(number)", at: start)?.failed(at: start) }
        // The last ones are held to their delay, or all were forgotten: nobody is locked out.
        #expect(wait(limiter, "a0", at: start + .seconds(2)) == nil)
    }

    @Test func `each address may ask for so many challenges`() {
        let limiter = AddressLimiter(AttemptBudget.Size(burst: 3, perSecond: 1))
        let waits = (0..<4).map { _ in limiter.delay(of: "a", at: start) }
        #expect(waits == [nil, nil, nil, .seconds(1)])
        #expect(limiter.delay(of: "b", at: start) == nil)
        #expect(limiter.delay(of: "a", at: start + .seconds(1)) == nil)
    }
}
