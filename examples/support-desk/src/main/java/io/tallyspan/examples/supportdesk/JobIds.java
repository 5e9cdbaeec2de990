package io.tallyspan.examples.supportdesk;

import io.tallyspan.examples.supportdesk.agents.Ticket;
import io.tallyspan.id.Uuid5;
import java.util.List;
import java.util.stream.Stream;

/** What runs and executions are called, so that who repeats them can call them the same. */
final class JobIds {

    private JobIds() {}

    /** The run that answers a ticket. */
    static String run(String runId, Ticket ticket) {
        return runId + '-' + ticket.account().id();
    }

    /** The execution of a run in one process. */
    static String execution(String executionId, String run, String process) {
        return Uuid5.of("support-desk", executionId, run, process);
    }

    /** All runs of a main job. */
    static List<String> runs(String runId) {
        return Tickets.TODAY.stream().map(ticket -> run(runId, ticket)).toList();
    }

    /** All executions of a main job. */
    static List<String> executions(String runId, String executionId) {
        return runs(runId).stream()
                .flatMap(run -> Stream.of(Desk.PROCESS, RefundService.PROCESS)
                        .map(process -> execution(executionId, run, process)))
                .toList();
    }
}
