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

    @Test func `who fails waits twice as long each time, and never for ever`() {
        let limiter = GuessLimiter(at: start)
        var now = start
        var waits: [Duration] = []
        for _ in 0..<9 {
            #expect(limiter.delay(of: source("a"), at: now) == nil)
            limiter.failed(source("a"), at: now)
            let wait = limiter.delay(of: source("a"), at: now) ?? .zero
            waits.append(wait)
            now += wait
        }
        #expect(waits == [1, 2, 4, 8, 16, 32, 60, 60, 60].map { .seconds($0) })
        #expect(limiter.delay(of: source("b"), at: now) == nil)
    }

    @Test
    func `many guesses from many addresses have the budget, and the owner gets through`() {
        let limiter = GuessLimiter(at: start)
        var tried = 0
        for number in 0..<10_000 {
            // Ten seconds long, from 250 addresses.
            let now = start + .milliseconds(number)
            let guesser = source("10.0.0.\(number % 250)")
            guard limiter.delay(of: guesser, at: now) == nil else { continue }
            limiter.failed(guesser, at: now)
            tried += 1
        }
        let end = start + .seconds(10)
        #expect(tried <= 200 + 10 * 10 + 1, "\(tried)")
        let owner = source("192.0.2.1")
        #expect(limiter.delay(of: owner, at: end) == nil)
        limiter.succeeded(owner)
        // From then on nobody's guesses are in his way.
        for number in 0..<1000 {
            let fresh = source("198.51.100.\(number)")
            if limiter.delay(of: fresh, at: end) == nil { limiter.failed(fresh, at: end) }
        }
        #expect(limiter.delay(of: source("203.0.113.9"), at: end) != nil)
        #expect(limiter.delay(of: owner, at: end) == nil)
    }

    @Test func `what is remembered is bounded`() {
        var limits = GuessLimiter.Limits()
        (limits.most, limits.burst) = (100, 1_000_000)
        let limiter = GuessLimiter(limits, at: start)
        for number in 0..<1000 { limiter.failed(source("a\(number)"), at: start) }
        // The last ones are held to their delay, or all were forgotten: nobody is locked out.
        #expect(limiter.delay(of: source("a0"), at: start + .seconds(2)) == nil)
    }
}
