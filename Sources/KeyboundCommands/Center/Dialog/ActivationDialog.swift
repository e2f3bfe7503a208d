import CenterClient
import CenterProtocol
import CommandLineFront
import HardwareKeys
import HTTPAsking
import LicenseBinding
import LicenseStore
import PhoneCodes
import VerdictText

/// Leads a person to a license: one question after the other, each with what is known already, each to be corrected.
struct ActivationDialog {
    typealias Step = ActivationDraft.Step

    let local: SiteTask
    let centerOptions: CenterOptions
    let terminal = DialogTerminal()
    var draft: ActivationDraft

    private var store: LicenseStore { local.site.store }

    /// What is left to do once all was asked.
    enum Ending {
        case done
        /// The request goes by a file.
        case file(Errand)
        /// It is read out.
        case phone(PhoneQuestion)
    }

    /// Asks all that is not known, and gets the license over the network if the person wants that.
    mutating func run() async throws -> Ending {
        Console.print(
            "An empty line takes what stands in brackets, < goes back, Ctrl-C interrupts.")
        if !draft.answered.isEmpty { Console.print("It goes on where it was interrupted.") }
        while true {
            try await answerAll()
            if draft.channel == .phone { return .phone(phoneQuestion()) }
            let errand = try errand()
            guard draft.channel == .network else { return .file(errand) }
            Console.print("Asking the center …")
            switch try await task().attempt(errand) {
            case .success(let license):
                ActivationDraft.remove(in: store)
                if let license {
                    Console.print("")
                    Console.table(license.facts.map { $0.map(\.printable) })
                }
                return .done
            case .failure(let problem):
                Console.print(Tone.bad("refused") + ": \(problem.code)")
                Console.print(problem.detail.printable)
                try correct(problem)
            }
        }
    }

    /// What the center has refused is asked again, with what was answered in brackets.
    private mutating func correct(_ problem: CenterProblem) throws {
        let step: Step =
            switch problem.field {
            case "registration"?: .registration
            case "pin"?: .pin
            case let field? where field.hasPrefix("licensee"): .licensee
            case "key"?, "binding"?: .binding
            default: .operation
            }
        draft.answered.subtract([step, .review])
        try draft.keep(in: store)
    }

    private mutating func answerAll() async throws {
        while let step = steps.first(where: { !draft.answered.contains($0) }) {
            if try await ask(step) {
                draft.answered.insert(step)
            } else if let last = steps.prefix(while: { $0 != step }).last {
                draft.answered.remove(last)
            }
            try draft.keep(in: store)
        }
    }

    /// Those that are to be asked, as things stand.
    private var steps: [Step] {
        Step.allCases.filter { step in
            switch step {
            case .center: draft.channel == .network
            case .pin: draft.channel != .phone
            case .entitlement, .terms: draft.channel == .phone
            case .changes: draft.operation == .recovery
            default: true
            }
        }
    }

    /// - Returns: whether it was answered; else the person wants to go back.
    private mutating func ask(_ step: Step) async throws -> Bool {
        switch step {
        case .channel: try askChannel()
        case .center: try askCenter()
        case .registration: try askRegistration()
        case .pin: try await askPIN()
        case .entitlement: try askEntitlement()
        case .terms: try askTerms()
        case .operation: try askOperation()
        case .changes: try askChanges()
        case .licensee: try askLicensee()
        case .binding: try await askBinding()
        case .review: try review()
        }
    }

    private mutating func askChannel() throws -> Bool {
        let answer = try terminal.choose(
            "How does the request reach the publisher?",
            [
                "over the network, at once", "as a file that somebody carries",
                "by phone: 48 digits are read out, and 120 are typed",
            ],
            known: draft.channel.flatMap { ActivationChannel.allCases.firstIndex(of: $0) } ?? 0)
        guard case .given(let index) = answer else { return false }
        draft.channel = ActivationChannel.allCases[index]
        return true
    }

    private mutating func askCenter() throws -> Bool {
        let known = draft.center ?? KnownCenter(in: store)?.address.description
        let answer = try terminal.ask("The publisher's licensing center", known: known) {
            text throws(Unfit) in
            guard let address = ServerAddress(text) else {
                throw Unfit("expected https://HOST[:PORT]")
            }
            return address.description
        }
        guard case .given(let text) = answer else { return false }
        draft.center = text
        return true
    }

    private mutating func askRegistration() throws -> Bool {
        let answer = try terminal.ask(
            "Registration number of the kit", known: draft.registration?.description,
            RegistrationNumber.typed)
        guard case .given(let number) = answer else { return false }
        draft.registration = number
        return true
    }

    private mutating func askPIN() async throws -> Bool {
        let answer = try terminal.ask("PIN", known: draft.pin?.printed, PIN.typed)
        guard case .given(let pin) = answer else { return false }
        draft.pin = pin
        // The center may be out of reach.
        try draft.keep(in: store)
        return try await look(at: pin)
    }

    private mutating func askEntitlement() throws -> Bool {
        let answer = try terminal.ask(
            "Entitlement number of the workplace", known: draft.entitlement?.printed,
            EntitlementNumber.typed)
        guard case .given(let number) = answer else { return false }
        draft.entitlement = number
        return true
    }

    private mutating func askTerms() throws -> Bool {
        let answer = try terminal.ask(
            "Terms code of the kit", known: draft.termsCode?.printed, TermsCode.typed)
        guard case .given(let code) = answer else { return false }
        draft.termsCode = code
        return true
    }

    /// Says what the PIN is of, as far as that can be known now.
    private mutating func look(at pin: PIN) async throws -> Bool {
        guard draft.channel == .network, let registration = draft.registration else {
            Console.print(
                pin.kind == .basic
                    ? "  16 digits: the PIN of a basic kit." : "  15 digits: the PIN of a kit.")
            return true
        }
        Console.print("  Asking the center …")
        let query = PINQuery(registration: registration, authority: .pin(pin))
        switch try await task().report(query) {
        case .success(let report):
            let kit = report.registration == registration ? "" : ", kit \(report.registration)"
            Console.print("  It is of \(report.product?.printable ?? "a kit")\(kit).")
            let unused = report.entries.count { $0.state == .unused }
            Console.print("  Unused PINs of the kit: \(unused) of \(report.entries.count).")
            PINLedger(in: store).took(report)
            return true
        case .failure(let problem):
            Console.print("  " + Tone.bad("refused") + ": \(problem.detail.printable)")
            // Both numbers may be the wrong one.
            return false
        }
    }

    private mutating func askOperation() throws -> Bool {
        let answer = try terminal.choose(
            "What is it for?",
            ["the first run of this workplace", "recovery: the workplace had its license before"],
            known: draft.operation == .recovery ? 1 : 0)
        guard case .given(let index) = answer else { return false }
        draft.operation = index == 1 ? .recovery : .firstRun
        if index == 0 { draft.isUnchanged = nil }
        return true
    }

    private mutating func askChanges() throws -> Bool {
        let answer = try terminal.choose(
            "Has the computer changed, or the key, since the license was given?",
            ["no: the same PIN stays active", "yes: it takes an unused backup PIN"],
            known: draft.isUnchanged == false ? 1 : 0)
        guard case .given(let index) = answer else { return false }
        draft.isUnchanged = index == 0
        return true
    }

    private mutating func askLicensee() throws -> Bool {
        let known = draft.licensee ?? draft.registration.flatMap { Licensees(in: store).known($0) }
        guard let licensee = try LicenseeQuestions(terminal: terminal).ask(known) else {
            return false
        }
        draft.licensee = licensee
        return true
    }

    private mutating func askBinding() async throws -> Bool {
        let questions = BindingQuestion(terminal: terminal, store: store)
        guard let binding = try await questions.ask(draft.binding) else { return false }
        draft.binding = binding
        return true
    }

    private mutating func review() throws -> Bool {
        Console.print("")
        Console.table([
            ["registration", draft.registration?.description ?? ""],
            draft.channel == .phone
                ? ["entitlement", draft.entitlement?.printed ?? ""]
                : ["PIN", draft.pin?.printed ?? ""],
            ["for", draft.operation == .firstRun ? "the first run" : "a recovery"],
            ["licensee", draft.licensee?["name"]?.printable ?? ""],
            ["bound to", draft.binding ?? ""],
        ])
        let answer = try terminal.choose("Is that right?", ["yes", "no: go back"], known: 0)
        if case .given(0) = answer { return true }
        return false
    }

    private func errand() throws -> Errand {
        guard let registration = draft.registration, let operation = draft.operation,
            let pin = draft.pin, let licensee = draft.licensee,
            let anchor = draft.binding.flatMap({ SiteAnchor(argument: $0) })
        else { preconditionFailure("all was answered") }
        return try .activation(
            local, registration, operation, isUnchanged: draft.isUnchanged == true, pin, licensee,
            bind: anchor)
    }

    private func phoneQuestion() -> PhoneQuestion {
        guard let registration = draft.registration, let operation = draft.operation,
            let entitlement = draft.entitlement, let termsCode = draft.termsCode,
            let licensee = draft.licensee,
            let anchor = draft.binding.flatMap({ SiteAnchor(argument: $0) })
        else { preconditionFailure("all was answered") }
        return PhoneQuestion(
            kind: RequestCode.Kind(operation, isUnchanged: draft.isUnchanged == true),
            registration: registration, entitlement: entitlement, termsCode: termsCode,
            licensee: licensee, anchor: anchor)
    }

    private func task() throws -> CenterTask {
        guard let address = draft.center.flatMap({ ServerAddress($0) }) else {
            preconditionFailure("the center was answered")
        }
        let known = KnownCenter(in: store)
        let roots =
            centerOptions.centerCa ?? (known?.address == address ? known?.roots : nil)
        return try CenterTask(KnownCenter(address: address, roots: roots), local)
    }
}
