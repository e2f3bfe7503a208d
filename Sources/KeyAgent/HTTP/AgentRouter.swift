import AgentProtocol
import HTTPListening
import HTTPTypes
import Hummingbird
import LicenseBinding
import NIOCore
import USBBus
import VerdictText

/// What the agent answers to programs: paths and shapes of ``AgentPath``.
struct AgentRouter {
    typealias Responder = RouterResponder<AgentRequestContext>

    let desk: ProofDesk
    let board: VerdictBoard
    let hub: EventHub
    let version: String

    var responder: Responder {
        let router = Router(context: AgentRequestContext.self)
        router.add(middleware: ProblemMiddleware())
        router.post(RouterPath(AgentPath.proofs)) { request, context in
            try await proofs(for: request, of: context.peer.user)
        }
        router.get(RouterPath(AgentPath.verdicts)) { _, _ in
            Response(await board.json)
        }
        router.get(RouterPath(AgentPath.events)) { _, _ in events() }
        router.get(RouterPath(AgentPath.health)) { _, _ in
            Response(JSONObject(["status": "ok", "version": .string(version)]))
        }
        return router.buildResponder()
    }

    private func proofs(for request: Request, of user: UInt32) async throws -> Response {
        let question = try await question(in: request)
        do throws(ProofDesk.Failure) {
            return Response(try await desk.answer(to: question, of: user).json)
        } catch {
            switch error {
            case .bus(let error):
                throw Problem(
                    status: .serviceUnavailable, code: "USB_FAILED",
                    detail: "the keys in the ports cannot be listed: \(error)")
            case .crowded:
                throw Problem(
                    status: .tooManyRequests, code: "TOO_MANY",
                    detail:
                        "programs of the user \(user) wait for too many different keys: ask again later"
                )
            }
        }
    }

    private func question(in request: Request) async throws -> AgentQuestion {
        let tooLarge = Problem(
            status: .contentTooLarge, code: "TOO_LARGE",
            detail: "a question has at most \(AgentPath.questionLimit) bytes")
        let length = request.headers[.contentLength].flatMap(Int.init) ?? 0
        guard length <= AgentPath.questionLimit else { throw tooLarge }
        let body: ByteBuffer
        do {
            body = try await request.body.collect(upTo: AgentPath.questionLimit)
        } catch is NIOTooManyBytesError {
            throw tooLarge
        }
        do throws(Defect) {
            return try AgentQuestion(parsing: Array(body.readableBytesView))
        } catch {
            throw Problem(status: .badRequest, code: "MALFORMED", detail: error.text)
        }
    }

    private func events() -> Response {
        let (sequence, messages) = hub.listen()
        let body = ResponseBody { writer in
            try await writer.write(
                .event(.listening, JSONObject(["sequence": .integer(sequence)])))
            for await message in messages {
                switch message {
                case .event(let event, let data): try await writer.write(.event(event, data))
                case .sign: try await writer.write(ByteBuffer(string: ":\n\n"))
                }
            }
            try await writer.finish(nil)
        }
        return Response(
            status: .ok,
            headers: [.contentType: "text/event-stream", .cacheControl: "no-store"], body: body)
    }
}

/// Lets every error become words.
private struct ProblemMiddleware: RouterMiddleware {
    @concurrent
    func handle(
        _ request: Request, context: AgentRequestContext,
        next: @concurrent (Request, AgentRequestContext) async throws -> Response
    ) async throws -> Response {
        do {
            return try await next(request, context)
        } catch let problem as Problem {
            return problem.response
        } catch let error as HTTPError {
            return Problem(
                status: error.status, code: "NO_SUCH_PATH",
                detail: "there is no \(request.method) \(request.uri.path)"
            ).response
        }
    }
}

extension ByteBuffer {
    fileprivate static func event(_ event: AgentEvent, _ data: JSONObject) -> ByteBuffer {
        let text = JSONValue.object(data).compact
        return ByteBuffer(string: "event: \(event.rawValue)\ndata: \(text)\n\n")
    }
}
