import type { AnyVerb } from '../verb.ts';
import {
  accessCheckRun,
  grantConfirm,
  grantEnd,
  grantRegenerate,
  grantResume,
  grantReview,
  grantSuspend,
} from './decisions.ts';
import { grantGive, groupList, groupShow, requestDecline } from './groups.ts';
import { proposalApprove, proposalCreate, proposalDecline, proposalList, proposalWithdraw } from './proposals.ts';
import { claimRedeem, grantList, requestCreate, requestList, requestWithdraw } from './requests.ts';

/** Verbs of groups, grants, claims and proposals. */
export const grantVerbs: readonly AnyVerb[] = [
  requestList,
  requestCreate,
  requestWithdraw,
  requestDecline,
  groupList,
  groupShow,
  grantList,
  grantGive,
  grantConfirm,
  grantRegenerate,
  grantSuspend,
  grantResume,
  grantEnd,
  grantReview,
  claimRedeem,
  proposalList,
  proposalCreate,
  proposalApprove,
  proposalDecline,
  proposalWithdraw,
  accessCheckRun,
];
