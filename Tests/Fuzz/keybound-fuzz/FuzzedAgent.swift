import AgentProtocol
import LicenseBinding
import PlainHTTP

/// What an agent hears, and what a program hears of it.
enum FuzzedAgent {
    static func read(_ input: [UInt8]) {
        _ = try? AgentQuestion(parsing: input)
        let answer = try? AgentAnswer(parsing: input, to: 1)
        if let answer, let nonce = Nonce(Array(repeating: 7, count: Nonce.count)),
            let license = LicenseID("license")
        {
            let request = ProofRequest(license: license, nonce: nonce)
            for key in answer.evidence(to: request, by: answer.proofs[0], age: .zero) {
                // A proof is followed to its root, whatever its path is.
                _ = key.proof?.proof?.path.root(from: nonce.bytes)
            }
        }
        var whole = EventReader()
        _ = try? whole.events(in: input)
        // The same in parts of its own choice.
        var parts = EventReader()
        let cut = input.first.map { Int($0) % max(input.count, 1) } ?? 0
        _ = try? parts.events(in: Array(input.prefix(cut)))
        _ = try? parts.events(in: Array(input.dropFirst(cut)))
    }
}
