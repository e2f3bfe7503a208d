import CenterClient
import CenterProtocol
import CommandLineFront
import LicenseBinding
import LicenseStore
import VerdictText

/// Ordinary licenses for those that were given by phone.
extension CenterTask {
    /// Exchanges all of a publisher's, now that its center is there. What cannot be exchanged stays what it is.
    func exchangeOthers(of root: String) async {
        // What the store cannot tell now it tells to its own command.
        for license in (try? local.phoneLicenses(of: root)) ?? [] {
            let reason: String
            do {
                switch try await exchange(license) {
                case .success(let given):
                    Console.note(
                        "\(license.id), which was given by phone, was exchanged for \(given.license.id)."
                    )
                    continue
                case .failure(let problem): reason = problem.detail
                }
            } catch {
                reason = (error as? any ExplainedError)?.text ?? "keybound license exchange"
            }
            Console.note("\(license.id) is not exchanged: \(reason)")
        }
    }

    /// Asks for an ordinary license, installs it, and puts the other one away.
    func exchange(
        _ license: SignedLicense
    ) async throws -> Result<SiteTask.Given, CenterProblem> {
        guard let phone = license.phone else { preconditionFailure("it was given by phone") }
        let errand = try Errand.exchange(local, phone)
        let requests = SiteRequests(in: local.site.store)
        switch try await answer(errand.path, errand.body(requests.begin(errand))) {
        case .success(let body):
            let given = try local.install(body)
            requests.end(errand.name)
            return .success(given)
        case .failure(let problem):
            if problem.isFinal { requests.end(errand.name) }
            // A list that does not come now comes with another answer.
            if problem.code == "LICENSE_ENDED" { try? await learnWhatEnded() }
            return .failure(problem)
        }
    }

    /// Takes the publisher's list of what is withdrawn or replaced.
    private func learnWhatEnded() async throws {
        let body = try await get(CenterPath.revocations)
        try local.keep(Claims(parsing: body).string("revocations"))
        local.putAwayEndedPhoneLicenses()
    }
}

extension SiteTask {
    /// The licenses of a publisher that were given by phone, and neither exchanged nor ended since, as the store is now.
    func phoneLicenses(of root: String) throws -> [SignedLicense] {
        try phoneLicenses(in: fresh()).filter { $0.license.root == root && !$0.isEnded }
            .map(\.license)
    }

    /// A license by phone takes long to verify, so that it does not stay where each program looks.
    func putAwayEndedPhoneLicenses() {
        // One that stays is told as superseded, and no more.
        guard let site = try? fresh() else { return }
        for entry in phoneLicenses(in: site) where entry.isEnded {
            _ = try? site.store.remove(entry.license.id, at: entry.path)
        }
    }

    private func phoneLicenses(
        in site: Site
    ) -> [(path: String, license: SignedLicense, isEnded: Bool)] {
        let all = site.contents.licenses
        let replaced = Set(all.flatMap(\.license.supersedes))
        return all.filter { $0.license.phone != nil }.map { path, license in
            let list = site.trust.revocations[license.root]
            let isListed =
                list?.licenses.contains(license.id) == true || list?.successors[license.id] != nil
            return (path, license, isListed || replaced.contains(license.id))
        }
    }
}
